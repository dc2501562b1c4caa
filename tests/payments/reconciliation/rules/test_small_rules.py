"""Plans read as payments, parts, statements, exports, states."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.core.errors import problem
from marketplace.core.spreadsheets import safe_row
from payments.reconciliation.rules.names import PayeeIndex, strength_of
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.plans import hundredths
from payments.reconciliation.rules.posting import NewPart, parts_problems
from payments.reconciliation.rules.reasons import say_date, say_price
from payments.reconciliation.rules.statement import (
    Forecast,
    FundBalance,
    MoneyOn,
    Needed,
    half_year,
    needed_for,
    still_to_come,
)
from payments.reconciliation.rules.states import (
    EXCEPTION_TRANSITIONS,
    MATCH_TRANSITIONS,
    ExceptionState,
    MatchState,
    token_of,
)
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.words import words_of
from tests.payments.reconciliation.rules.cases import amara, cars


def test_a_quantity_is_read_in_hundredths() -> None:
    assert hundredths(Decimal("2.50")) == 250


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


def test_a_name_is_known_when_it_was_cut_off_or_its_words_cut_short() -> None:
    index = PayeeIndex()
    for printed in ("OTTERBOURNE HOME CA", "TO OTTERBOURNE HM CARE SERVICES REF 12"):
        found = index.evidence(words_of(printed), ["Otterbourne Home Care Services"])
        assert strength_of(found) in (Strength.SAME_NAME, Strength.LIKE_NAME)
    assert strength_of(index.evidence(words_of("CARE"), ["Otterbourne Care"])) is Strength.WEAK_NAME
    assert strength_of(index.evidence(words_of(""), ["Anybody"])) is None


def test_references_are_whole_words_with_a_figure() -> None:
    assert "TR2218" in words_of("inv TR-2218 thanks").references


def test_parts_must_be_above_zero_and_add_up() -> None:
    assert parts_problems([], -100) == [problem("match_parts_missing")]
    assert parts_problems([NewPart(1, 0)], -100) == [problem("match_part_not_above_zero")]
    assert parts_problems([NewPart(1, 60), NewPart(2, 40)], -100) == []
    assert parts_problems([NewPart(1, 60)], -100) == [problem("match_parts_differ", off_pence=40)]


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


def test_what_is_left_is_what_is_there_and_comes_less_what_is_needed() -> None:
    needed = (Needed("Amara O.", 4950), Needed("Community cars", 900))
    now = MoneyOn(10_000, needed, date(2026, 9, 28))
    assert (now.needed_pence, now.left_pence) == (5850, 4150)
    forecast = Forecast(date(2026, 9, 30), 10_000, 23_400, needed)
    assert forecast.left_pence == 10_000 + 23_400 - 5850
    assert (still_to_come(9, 5), still_to_come(5, 9)) == (4, 0)


def test_an_own_fund_below_zero_is_owed_and_another_is_not() -> None:
    assert FundBalance(1, "Yours", True, 6_000, 10_000, 16_571).owed_pence == 571
    assert FundBalance(2, "The council", False, 0, 64_000, 76_429).owed_pence == 0


def test_what_is_needed_is_what_is_planned_and_not_paid_largest_first() -> None:
    monday, until = date(2026, 9, 7), date(2026, 9, 21)
    paid = {(1, date(2026, 9, 9)): 300, (2, monday): 100}
    found = needed_for([cars(), amara()], paid, since=monday, before=until)
    assert found == (Needed("Amara O.", 4950), Needed("Community cars", 450 + 900))


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
    assert token_of({"target": ["plan_line", 7]}) == "plan_line:7"
    assert token_of({}) == ""


@pytest.mark.parametrize(
    ("unit", "price"),
    [("hour", "£4.50 an hour"), ("session", "£4.50 a session"), ("item", "£4.50 each")],
)
def test_a_price_when_said_names_its_unit(unit: str, price: str) -> None:
    assert say_price(cars(unit=unit)) == price


def test_a_day_when_said_in_full_has_its_year() -> None:
    assert say_date(date(2026, 9, 2)) == "2 September 2026"
