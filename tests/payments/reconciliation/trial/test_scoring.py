"""The counting of the format, by cases reckoned by hand."""

import ast
from pathlib import Path
from typing import Any

import pytest

from payments.reconciliation.trial import answers as answers_module
from payments.reconciliation.trial import scoring, truth
from payments.reconciliation.trial.answers import Answer, Shares
from payments.reconciliation.trial.scoring import Score, TrialVerdict, score, verdict_of
from payments.reconciliation.trial.tables import percent
from payments.reconciliation.trial.truth import TruthLine
from tests.payments.reconciliation.trial.folders import truth_line

RIGHT: Shares = (("I1", 6000),)


def line(row: int = 1, **changed: Any) -> TruthLine:
    return TruthLine.model_validate(truth_line(row, **changed))


def auto(row: int = 1, items: Shares = RIGHT, **changed: Any) -> Answer:
    return Answer("jan.csv", row, "auto", items, **changed)


def bill(**changed: Any) -> TruthLine:
    """A line that may be claimed with its rule, and is else to be left open."""
    return line(
        **{"matchable": False, "may_claim": True, "rule": "R3", "also_ok": ["R4"]} | changed
    )


VERDICTS: dict[str, tuple[TruthLine, Answer, TrialVerdict]] = {
    "right": (line(), auto(), TrialVerdict.RIGHT),
    "another item": (line(), auto(items=(("I2", 6000),)), TrialVerdict.WRONG),
    "other pence": (line(), auto(items=(("I1", 5999),)), TrialVerdict.WRONG),
    "one item too many": (line(), auto(items=(*RIGHT, ("I2", 1))), TrialVerdict.WRONG),
    "in two parts of one item": (line(), auto(items=(("I1", 2000), ("I1", 4000))), TrialVerdict.RIGHT),
    "no items": (line(), auto(items=()), TrialVerdict.WRONG),
    "only suggested": (line(), Answer("jan.csv", 1, "suggested", RIGHT), TrialVerdict.OPEN),
    "not matchable though it hits": (line(matchable=False), auto(), TrialVerdict.WRONG),
    "not matchable and left open": (line(matchable=False), Answer("jan.csv", 1, "none"), TrialVerdict.OPEN),
    "claimed with the rule expected": (bill(), auto(rule="R3"), TrialVerdict.CLAIMED),
    "claimed with a rule accepted": (bill(), auto(rule="R4;R20"), TrialVerdict.CLAIMED),
    "claimed without a rule": (bill(), auto(), TrialVerdict.WRONG),
    "claimed with another rule": (bill(), auto(rule="R20"), TrialVerdict.WRONG),
    "claimed for another item": (bill(), auto(items=(("I2", 6000),), rule="R3"), TrialVerdict.WRONG),
    "a fee known": (line(label="fee", items=[], matchable=False), auto(items=(), target="fee"), TrialVerdict.KNOWN),
    "a fee said to be interest": (line(label="fee", items=[], matchable=False), auto(items=(), target="interest"), TrialVerdict.MISTAKEN),
    "a fee given items": (line(label="fee", items=[], matchable=False), auto(), TrialVerdict.WRONG),
    "a bill said to be a fee": (line(), auto(items=(), target="fee"), TrialVerdict.MISTAKEN),
}  # fmt: skip


@pytest.mark.parametrize(("told", "said", "verdict"), VERDICTS.values(), ids=VERDICTS.keys())
def test_verdicts_when_reckoned_by_hand(
    told: TruthLine, said: Answer, verdict: TrialVerdict
) -> None:
    assert verdict_of(told, said) is verdict


def test_totals_when_reckoned_by_hand() -> None:
    """Five matchable: two right, one wrong, one suggested, one left out. One claimed, one not to be claimed."""
    lines = [
        *(line(row) for row in range(1, 6)),
        line(6, matchable=False, may_claim=True, rule="R3", type="dearer"),
        line(7, matchable=False, type="ambiguous"),
    ]
    said = [
        auto(1),
        auto(2),
        auto(3, (("I2", 6000),)),
        Answer("jan.csv", 4, "suggested", (("I2", 6000),), (RIGHT,)),
        auto(6, rule="R3"),
        auto(7),
    ]
    found = score(lines, said)
    total = found.total
    assert (total.lines, total.matchable, total.right, total.claimed, total.wrong) == (
        7,
        5,
        2,
        1,
        2,
    )
    assert (total.automatic, total.precision, total.recall) == (5, 3 / 5, 2 / 5)
    assert (total.open_matchable, found.suggestions.open, found.suggestions.in_first) == (3, 2, 1)
    assert found.by_type["plain"].recall == 2 / 5
    assert found.by_type["ambiguous"].wrong == 1
    assert [one.line.row for one in found.wrong] == [3, 7]
    assert found.unanswered == 1


def test_bound_when_nothing_is_wrong_is_three_in_n() -> None:
    found = score([line(row) for row in range(1, 301)], [auto(row) for row in range(1, 301)])
    assert found.total.may_be_wrong == pytest.approx(0.01)
    assert percent(found.total.may_be_wrong, up=True) == "1.00%"


def test_bound_when_something_is_wrong_is_not_said() -> None:
    assert score([line()], [auto(items=())]).total.may_be_wrong is None


def test_loads_and_fees_when_reckoned_by_hand() -> None:
    fee = {"label": "fee", "items": [], "matchable": False}
    lines = [
        line(1, **fee),
        line(2, **fee),
        line(3, **fee),
        line(4),
        line(5, **fee | {"label": "load"}),
    ]
    said = [
        auto(1, (), target="fee"),
        auto(2, (), target="cash"),
        auto(4, (), target="fee"),
        auto(5, (), target="fee"),
    ]
    found = score(lines, said)
    fees, cash, load = (found.apart[name] for name in ("fee", "cash", "load"))
    assert (fees.lines, fees.known, fees.missed, fees.said_of_another) == (3, 1, 2, 2)
    assert (cash.lines, cash.said_of_another) == (0, 1)
    assert (load.lines, load.missed) == (1, 1)
    assert found.total.automatic == 0
    assert [one.line.row for one in found.wrong] == [2, 4, 5]


def copies(*said: Answer) -> Score:
    return score([line(1), line(2, key="k2", same_as="k1", label="duplicate_export")], said)


@pytest.mark.parametrize("row", [1, 2])
def test_copies_when_one_is_claimed_are_one_line(row: int) -> None:
    found = copies(auto(row))
    assert (found.total.lines, found.total.right, found.total.wrong) == (1, 1, 0)
    assert (found.copies, found.claimed_again) == (1, 0)


def test_copies_when_both_are_claimed_are_wrong_once() -> None:
    found = copies(auto(1), auto(2))
    assert (found.total.right, found.total.wrong, found.claimed_again) == (1, 1, 1)
    assert [(one.line.row, one.is_again) for one in found.wrong] == [(2, True)]


def test_copies_when_they_name_each_other_are_counted_once() -> None:
    found = score([line(1, same_as="k2"), line(2, same_as="k1")], [auto(1)])
    assert (found.total.lines, found.total.right) == (1, 1)


def test_pending_lines_when_given_items_are_wrong() -> None:
    pending = line(label="pending", items=[], matchable=False)
    assert score([pending], [auto()]).total.wrong == 1
    assert score([pending], [Answer("jan.csv", 1, "none", rule="R1")]).rules.none_due == 0


RULES: dict[str, tuple[str, list[str], str, str]] = {
    "expected": ("R3", [], "R3", "right"),
    "accepted": ("R3", ["R4"], "R4", "right"),
    "both of an accepted pair": ("R3", ["R3;R4"], "R3;R4", "right"),
    "with another beside": ("R3", [], "R3;R9", "other"),
    "another": ("R3", [], "R9", "missed"),
    "none": ("R3", [], "", "missed"),
    "none, which is accepted": ("R3", [""], "", "right"),
    "none where none is due": ("", [], "", "none_due"),
    "accepted where none is due": ("", ["R1"], "R1", "none_due"),
    "without cause": ("", ["R1"], "R2", "without_cause"),
}


@pytest.mark.parametrize(("due", "also", "raised", "counted"), RULES.values(), ids=RULES.keys())
def test_rules_when_reckoned_by_hand(due: str, also: list[str], raised: str, counted: str) -> None:
    found = score([line(rule=due, also_ok=also)], [Answer("jan.csv", 1, "none", rule=raised)])
    assert getattr(found.rules, counted) == 1
    assert found.rules.due == (due != "")
    assert sum(found.without_cause.values()) == (counted == "without_cause")


@pytest.mark.parametrize(("place", "counted"), [(0, 1), (1, 1), (2, 0)])
def test_suggestions_when_right_count_among_the_first_three(place: int, counted: int) -> None:
    others: list[Shares] = [(("I7", 6000),), (("I8", 6000),)]
    alternatives = (*others[:place], RIGHT, *others[place:])
    said = Answer("jan.csv", 1, "suggested", (("I9", 6000),), alternatives)
    assert score([line()], [said]).suggestions.in_first == counted


def test_rows_when_in_one_of_both_alone_are_told() -> None:
    found = score([line(1)], [auto(9)])
    assert (found.unanswered, found.unlabelled) == (1, 1)


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, "100.00%"), (0.999999, "99.99%"), (0.98, "98.00%"), (None, "–")]
)
def test_percentages_are_never_rounded_to_look_better(value: float | None, shown: str) -> None:
    assert percent(value) == shown


@pytest.mark.parametrize("module", [scoring, truth, answers_module])
def test_counting_knows_nothing_of_matching(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in imported if name and ".rules" in name]
