"""Plans read as payments, parts, statements, exports, states."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.brokerage.rules import Frequency, Payer
from marketplace.core.errors import problem
from marketplace.core.spreadsheets import safe_row
from payments.reconciliation.rules.payees import likeness, payee_key, reference_tokens
from payments.reconciliation.rules.plans import (
    contribution_weekly_pence,
    hundredths,
    interval,
    load_weekly_pence,
    only_weekday,
    week_start,
    weights,
)
from payments.reconciliation.rules.posting import NewPart, parts_by_funds, parts_problems
from payments.reconciliation.rules.reasons import say_date, say_price
from payments.reconciliation.rules.statement import (
    Commitment,
    Working,
    half_year,
    still_to_come,
    whole_weeks,
)
from payments.reconciliation.rules.states import (
    EXCEPTION_TRANSITIONS,
    MATCH_TRANSITIONS,
    ExceptionState,
    MatchState,
    token_of,
)
from tests.payments.reconciliation.rules.cases import cars

STREAMS = [(Payer.COUNCIL, 20530), (Payer.NHS, 4000), (Payer.PERSON, 4120)]


def test_every_frequency_has_a_rhythm() -> None:
    assert {interval(f) for f in Frequency} == {
        (7, 0),
        (14, 0),
        (28, 0),
        (0, 1),
        (0, 3),
        (0, 12),
        (0, 0),
    }


@pytest.mark.parametrize(
    ("when", "day"),
    [("Wednesdays, 5pm", 2), ("Mon to Fri", None), ("Tuesday, Thursday", None), ("", None)],
)
def test_a_weekday_is_read_only_when_the_words_name_one(when: str, day: int | None) -> None:
    assert only_weekday(when) == day


def test_what_the_council_may_pay_in_is_net_or_gross_for_plan_or_budget() -> None:
    def ways(direct_pence: int, managed_pence: int) -> list[int]:
        return load_weekly_pence(STREAMS, direct_pence=direct_pence, managed_pence=managed_pence)

    assert ways(9300, 20000) == [5180, 9300, 4530, 24530]
    assert ways(0, 0) == [24530]
    assert contribution_weekly_pence(STREAMS) == 4120


def test_small_readings() -> None:
    assert hundredths(Decimal("2.50")) == 250
    assert week_start(date(2026, 9, 4)) == date(2026, 8, 31)
    assert weights({1: 0, 2: 0}) == {1: 1, 2: 1}
    assert weights({1: 3, 2: 0}) == {1: 3, 2: 0}


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Thistle Row Support Ltd", "THISTLE ROW SUPPORT"),
        ("POS31AUG THISTLE ROW 4471882", "POS31AUG THISTLE ROW"),
        ("REFUND FROM STEADFAST MOB", "STEADFAST MOB"),
        ("O'Brien & Sons", "OBRIEN SONS"),
        ("Refund", "REFUND"),
    ],
)
def test_a_payee_loses_what_changes_from_payment_to_payment(printed: str, key: str) -> None:
    assert payee_key(printed) == key


def test_likeness_knows_names_cut_off_and_words_cut_short() -> None:
    assert likeness("OTTERBOURNE HOME CA", "OTTERBOURNE HOME CARE SERVICES") == 95
    assert likeness("FERNSHIRE COMM CARS", "FERNSHIRE COMMUNITY CARS") == 95
    assert likeness("", "ANYBODY") == 0
    assert likeness("CARE", "OTTERBOURNE CARE") < 75


def test_references_are_whole_words_with_a_figure() -> None:
    assert reference_tokens("inv TR-2218 thanks") == {"TR2218"}


def test_parts_must_be_above_zero_and_add_up() -> None:
    assert parts_problems([], -100) == [problem("match_parts_missing")]
    assert parts_problems([NewPart(1, 0)], -100) == [problem("match_part_not_above_zero")]
    assert parts_problems([NewPart(1, 60), NewPart(2, 40)], -100) == []
    assert parts_problems([NewPart(1, 60)], -100) == [problem("match_parts_differ", off_pence=40)]
    assert parts_by_funds(4950, {1: 20530, 2: 4120}, 7) == [NewPart(1, 4123, 7), NewPart(2, 827, 7)]


@pytest.mark.parametrize(
    ("day", "start", "until"),
    [
        (date(2026, 9, 30), date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2026, 10, 1), date(2027, 4, 1)),
        (date(2027, 3, 31), date(2026, 10, 1), date(2027, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 10, 1)),
    ],
)
def test_half_years_run_from_april_and_october(day: date, start: date, until: date) -> None:
    period = half_year(day)
    assert (period.start, period.until) == (start, until)


def test_what_is_left_is_what_came_and_will_come_less_spent_and_committed() -> None:
    working = Working(5840, 150000, 91800, 38980, (Commitment("Amara O.", 18, 8400),))
    assert working.committed_pence == 151200
    assert working.left_pence == 5840 + 241800 - 38980 - 151200
    assert working.all_pence == 247640
    assert (whole_weeks(date(2026, 9, 21), date(2026, 10, 1)), still_to_come(5, 9)) == (1, 0)


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    assert safe_row(["=cmd()", "+1-1", "@a", "-25.80", "plain", "\tx"]) == [
        "'=cmd()",
        "'+1-1",
        "'@a",
        "-25.80",
        "plain",
        "'\tx",
    ]


def test_states_move_by_the_table_and_a_token_names_the_suggestion() -> None:
    assert ExceptionState.QUERIED in EXCEPTION_TRANSITIONS[ExceptionState.OPEN]
    assert not EXCEPTION_TRANSITIONS[ExceptionState.RESOLVED]
    assert MATCH_TRANSITIONS.keys() == set(MatchState)
    assert token_of({"target": ["plan_item", 7]}) == "plan_item:7"
    assert token_of({}) == ""


@pytest.mark.parametrize(
    ("unit", "price"),
    [("hour", "£4.50 an hour"), ("session", "£4.50 a session"), ("item", "£4.50 each")],
)
def test_a_price_when_said_names_its_unit(unit: str, price: str) -> None:
    assert say_price(cars(unit=unit)) == price


def test_a_day_when_said_in_full_has_its_year() -> None:
    assert say_date(date(2026, 9, 2)) == "2 September 2026"
