"""From plans and statements to answers: prices over time, pauses, who may be paid, copies, refunds."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from payments.reconciliation.rules.values import Planned, TargetKind
from payments.reconciliation.trial.answering import answers_of
from payments.reconciliation.trial.answers import Answer, as_json
from payments.reconciliation.trial.cases import TrialCase, cases_of
from payments.reconciliation.trial.format import read_plans
from payments.reconciliation.trial.pieces import without
from payments.reconciliation.trial.statements import read_statements
from tests.payments.reconciliation.trial.folders import (
    CSV,
    ITEM,
    PAYEES,
    PERSON,
    statement,
    write_folder,
)


def quiet(done: int, total: int) -> None:
    """Nobody listens."""


def answers(folder: Path) -> list[Answer]:
    plans = read_plans(folder)
    return answers_of(plans, read_statements(folder, plans, quiet), quiet)


def case(tmp_path: Path, **changed: Any) -> TrialCase:
    folder = write_folder(tmp_path / "t", **changed)
    plans = read_plans(folder)
    rows = [row for file in read_statements(folder, plans, quiet) for row in file.rows]
    return next(cases_of(plans, rows))


def planned(tmp_path: Path, **changed: Any) -> list[Planned]:
    found = case(tmp_path, items=[ITEM | changed.pop("item", {})], **changed)
    return list(found.case.planned)


def test_answers_when_lines_are_as_planned_give_items_in_pence(tmp_path: Path) -> None:
    found = answers(write_folder(tmp_path / "t"))
    assert [(one.row, one.status, one.items, one.rule) for one in found] == [
        (1, "auto", (("I1", 6000),), ""),
        (2, "none", (), "R1"),
        (3, "auto", (("I2", 20800),), ""),
    ]
    assert all(one.reason for one in found)


def test_answers_when_money_comes_in_name_the_agreement(tmp_path: Path) -> None:
    text = "Date,Description,Amount\n2026-01-09,MOSSDALE COUNCIL DIRECT PAYMENT,600.00\n2026-01-12,T WEBB WEB-CON1,30.00\n"  # fmt: skip
    found = answers(
        write_folder(tmp_path / "t", files={"jan.csv": text}, statements=[statement(rows=2)])
    )
    assert [(one.status, one.target, one.items) for one in found] == [
        ("auto", "load", ()),
        ("auto", "contribution", ()),
    ]


def test_answers_when_a_payment_comes_back_name_the_purchase(tmp_path: Path) -> None:
    text = CSV + "2026-01-20,HERONSGATE ACTIVITY CENTRE REFUND,208.00\n"
    found = answers(
        write_folder(tmp_path / "t", files={"jan.csv": text}, statements=[statement(rows=4)])
    )
    refund = found[3]
    assert (refund.status, refund.items) == ("auto", (("I2", -20800),))
    assert refund.refund_of.startswith("A1:2026-01-16:-20800:")


def test_answers_when_lines_come_again_or_are_not_booked_leave_them_out(tmp_path: Path) -> None:
    later = "Date,Status,Description,Amount\n2026-01-12,BOOKED,FASTER PAYMENT TO PETRA LINDQVIST WK 2,-60.00\n2026-01-19,PENDING,PETRA LINDQVIST,-60.00\n"  # fmt: skip
    folder = write_folder(
        tmp_path / "t",
        files={"jan.csv": CSV, "feb.csv": later},
        statements=[statement(), statement("feb.csv", 2)],
    )
    copy, pending = answers(folder)[3:]
    assert (copy.status, copy.reason) == ("none", "The same line as row 1 of jan.csv.")
    assert (pending.status, pending.reason) == ("none", "The bank has not booked it yet.")


def test_lines_of_a_file_that_was_written_newest_first_are_read_in_the_order_of_time(
    tmp_path: Path,
) -> None:
    text = "Date,Description,Amount\n2026-01-12,LAST,-3.00\n2026-01-12,FIRST,-2.00\n2026-01-09,BEFORE,-1.00\n"
    found = case(tmp_path, files={"jan.csv": text}, statements=[statement()])
    in_time = [found.rows[number].text for number in sorted(found.rows)]
    assert in_time == ["BEFORE", "FIRST", "LAST"]


def test_answers_as_json_have_the_shape_of_the_format(tmp_path: Path) -> None:
    first = as_json(answers(write_folder(tmp_path / "t")))["lines"][0]
    assert first.pop("reason")
    assert first == {
        "file": "jan.csv",
        "row": 1,
        "status": "auto",
        "items": (("I1", 6000),),
        "alternatives": (),
        "target": "items",
        "rule": "",
    }


def test_items_when_their_price_changes_are_a_piece_for_each_price(tmp_path: Path) -> None:
    changes = [{"from": "2026-04-06", "unit_price_pence": 1600}]
    found = planned(tmp_path, item={"price_changes": changes, "end": "2026-06-30"})
    assert [(one.price_pence, one.first, one.until) for one in found] == [
        (1500, date(2026, 1, 5), date(2026, 4, 6)),
        (1600, date(2026, 4, 6), date(2026, 7, 1)),
    ]


def test_items_when_the_plan_stands_still_have_no_dues_in_between(tmp_path: Path) -> None:
    events = [
        {"kind": "hospital", "from": "2026-02-01", "to": "2026-02-10"},
        {"kind": "holiday of the carer", "from": "2026-02-20", "to": "2026-02-21"},
        {"kind": "died", "from": "2026-03-01", "to": None},
    ]
    found = planned(tmp_path, people=[PERSON | {"events": events}])
    assert [(one.first, one.until) for one in found] == [
        (date(2026, 1, 5), date(2026, 2, 1)),
        (date(2026, 2, 11), date(2026, 3, 1)),
    ]


def test_spans_when_pauses_overlap_or_lie_outside_are_cut_once() -> None:
    first, until = date(2026, 1, 1), date(2026, 3, 1)
    pauses = [
        (date(2025, 1, 1), date(2025, 2, 1)),
        (date(2026, 1, 10), date(2026, 1, 20)),
        (date(2026, 1, 15), date(2026, 1, 25)),
        (date(2026, 3, 1), None),
    ]
    assert without((first, until), pauses) == [
        (first, date(2026, 1, 10)),
        (date(2026, 1, 25), until),
    ]


def test_items_in_term_time_fall_due_in_term_alone(tmp_path: Path) -> None:
    terms = [["2026-01-05", "2026-01-13"], ["2026-02-02", "2026-02-03"]]
    found = planned(tmp_path, item={"schedule": "term-time"}, terms=terms)
    assert [one.due_on for one in found] == [
        (date(2026, 1, 5), date(2026, 1, 12), date(2026, 2, 2))
    ]


def test_items_without_a_payee_may_be_paid_to_any_of_their_kind(tmp_path: Path) -> None:
    other = PAYEES[1] | {"id": "Y3", "legal_name": "Otterburn Days Ltd", "trading_names": []}
    found = planned(tmp_path, item={"payee": None, "kind": "day"}, payees=[*PAYEES, other])
    assert found[0].names == (
        "Heronsgate Activity Centre Limited",
        "Heronsgate",
        "Otterburn Days Ltd",
    )
    assert (found[0].is_anybody, found[0].accounts) == (True, frozenset())


def test_items_carry_bureau_bundle_range_reference_and_what_lapsed(tmp_path: Path) -> None:
    payees = [
        PAYEES[0] | {"registration": {"cqc": None, "ended": "2026-03-31"}},
        PAYEES[1]
        | {"accreditation": [{"state": "suspended", "from": "2026-02-01", "until": "2026-02-20"}]},
    ]
    more = {
        "paid_via": "Y2",
        "bundle": "B1",
        "reference": "ab-12 34",
        "tolerance_pct": 10,
        "pay_range_pence": [5000, 7000],
        "units_per_period": 2.5,
    }
    one = planned(tmp_path, item=more, payees=payees)[0]
    assert one.via_names == ("Heronsgate Activity Centre Limited", "Heronsgate")
    assert one.accounts == {"00405055667788"}
    assert (one.references, one.tolerance_percent, one.pay_range) == ({"AB1234"}, 10, (5000, 7000))
    assert (one.bundle != "", one.units_c, one.units) == (True, 250, None)
    assert one.lapsed == ((date(2026, 3, 31), None),)


def test_references_of_other_people_are_foreign(tmp_path: Path) -> None:
    people = [PERSON, PERSON | {"id": "P2"}]
    items = [ITEM | {"reference": "MINE 1"}, ITEM | {"id": "I9", "person": "P2", "reference": "OTHER 2"}]  # fmt: skip
    assert case(tmp_path, people=people, items=items).case.foreign_references == {"OTHER2"}


def test_agreements_when_given_stand_for_load_and_contribution(tmp_path: Path) -> None:
    whole = {"person": "P1", "account": "A1", "pence": 40000, "schedule": "4-weekly", "first": "2026-01-09", "from": "2026-01-05", "until": "2026-03-31", "reference": None}  # fmt: skip
    agreements = [
        whole | {"id": "G1", "payer": "NHS Mossdale", "fund": "health"},
        whole | {"id": "G2", "payer": "person", "fund": "contribution", "schedule": "one-off"},
    ]
    health, share = case(tmp_path, agreements=agreements).case.incomes
    assert (health.kind, health.weekly_pence, health.until) == (
        TargetKind.LOAD,
        10000,
        date(2026, 4, 1),
    )
    assert (share.kind, share.payments, share.initials) == (
        TargetKind.CONTRIBUTION,
        ((date(2026, 1, 9), 40000),),
        {"TW"},
    )


@pytest.mark.parametrize("units", [0, 0.333])
def test_items_with_odd_units_are_read(tmp_path: Path, units: float) -> None:
    one = planned(tmp_path, item={"units_per_period": units})[0]
    assert one.units_c == round(units * 100)
