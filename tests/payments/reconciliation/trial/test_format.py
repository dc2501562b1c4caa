"""What plans.json and truth.json must hold, and the sentence that names the place where they do not."""

import json
from pathlib import Path
from typing import Any

import pytest

from marketplace.core.wording import one_text
from payments.reconciliation.trial.errors import TrialRefused
from payments.reconciliation.trial.format import TrialPlans, read_plans
from payments.reconciliation.trial.truth import read_truth
from tests.payments.reconciliation.trial.folders import (
    ACCOUNT,
    ITEM,
    PERSON,
    SECOND,
    plans,
    truth_line,
    write_folder,
)


def refusal(folder: Path) -> str:
    with pytest.raises(TrialRefused) as caught:
        read_plans(folder)
    return one_text(caught.value)


def without(row: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}


def test_plans_when_whole_are_values(tmp_path: Path) -> None:
    read = read_plans(write_folder(tmp_path / "t"))
    assert (read.council.name, [item.id for item in read.items]) == (
        "Mossdale Council",
        ["I1", "I2"],
    )


def test_plans_when_they_have_unknown_keys_keep_them() -> None:
    read = TrialPlans.model_validate(plans(items=[ITEM | {"colour": "blue"}], made_by="us"))
    assert read.items[0].model_extra == {"colour": "blue"}
    assert read.model_extra == {"made_by": "us"}


def test_plans_when_what_is_marked_maybe_is_not_there_are_read() -> None:
    bare = without(without(ITEM, "end"), "reference")
    assert TrialPlans.model_validate(plans(items=[bare])).items[0].end is None


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a key of a row": (
        {"items": [SECOND, without(ITEM, "unit")]},
        "plans.json, items 2: unit is missing.",
    ),
    "a key of the file": ({"payees": None}, "plans.json: payees is not as the format says"),
    "a key inside a row": (
        {"items": [ITEM | {"price_changes": [{"unit_price_pence": 5}]}]},
        "plans.json, items 1, price_changes 1: from is missing.",
    ),
    "pounds for pence": (
        {"items": [ITEM | {"unit_price_pence": 15.5}]},
        "plans.json, items 1: unit_price_pence is not as the format says",
    ),
    "a number as words": (
        {"items": [ITEM | {"units_per_period": "four"}]},
        "plans.json, items 1: units_per_period is not as the format says",
    ),
    "more units than there are": (
        {"items": [ITEM | {"units_per_period": 10**12}]},
        "plans.json, items 1: units_per_period is not as the format says",
    ),
    "a date that is none": (
        {"items": [ITEM | {"start": "2026-02-30"}]},
        "plans.json, items 1: start is not as the format says",
    ),
    "a week for a date": (
        {"items": [ITEM | {"start": "2026-W01-1"}]},
        "plans.json, items 1: start is not as the format says",
    ),
    "more prices than anybody sets": (
        {
            "items": [
                ITEM | {"price_changes": [{"from": "2026-01-05", "unit_price_pence": 1}] * 501}
            ]
        },
        "plans.json, items 1: price_changes is not as the format says",
    ),
    "another rhythm": (
        {"items": [ITEM | {"schedule": "hourly"}]},
        "plans.json, items 1: schedule is not as the format says",
    ),
    "a load that is left out": (
        {"people": [without(PERSON, "load")]},
        "plans.json, people 1: load is missing.",
    ),
    "an id twice": ({"items": [ITEM, ITEM]}, "plans.json, items 2: I1 is there already."),
    "a payee that is not there": (
        {"items": [ITEM | {"payee": "Y9"}]},
        "plans.json, items 1: payee names Y9, which is not there.",
    ),
    "a person that is not there": (
        {"accounts": [ACCOUNT | {"person": "P9"}]},
        "plans.json, accounts 1: person names P9, which is not there.",
    ),
}


@pytest.mark.parametrize(("changed", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_plans_when_not_as_the_format_says_are_refused_with_the_place(
    tmp_path: Path, changed: dict[str, Any], sentence: str
) -> None:
    assert refusal(write_folder(tmp_path / "t", **changed)).startswith(sentence)


def test_people_when_agreements_are_given_need_no_short_form(tmp_path: Path) -> None:
    bare = without(without(PERSON, "load"), "contribution")
    read = read_plans(write_folder(tmp_path / "t", people=[bare], agreements=[]))
    assert (read.people[0].load, read.agreements) == (None, ())


def test_truth_when_there_is_none_is_none(tmp_path: Path) -> None:
    assert read_truth(write_folder(tmp_path / "t")) is None


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([truth_line(1), truth_line(1)], "truth.json, lines 2: row 1 of jan.csv is there already."),
        (
            [truth_line(1, same_as="k7")],
            "truth.json, lines 1: same_as names k7, which is not there.",
        ),
        (
            [truth_line(1, label="gift")],
            "truth.json, lines 1: label is not as the format says",
        ),
        ([truth_line(1, matchable=1)], "truth.json, lines 1: matchable is not as the format says"),
    ],
)
def test_truth_when_not_as_the_format_says_is_refused_with_the_place(
    tmp_path: Path, lines: list[dict[str, Any]], sentence: str
) -> None:
    folder = write_folder(tmp_path / "t", truth=lines)
    with pytest.raises(TrialRefused) as caught:
        read_truth(folder)
    assert one_text(caught.value).startswith(sentence)


def test_truth_when_it_has_more_than_we_know_keeps_it(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", truth=[truth_line(1, group="G1")])
    truth = read_truth(folder)
    assert truth
    assert json.loads(truth.lines[0].model_dump_json())["group"] == "G1"
