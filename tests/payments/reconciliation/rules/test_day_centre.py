"""A day centre, by the visit: renewals, repeats, tolerance, miles, and a payment after the end."""

from datetime import date, timedelta

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.values import Case, PaymentLine, Planned

NAME = "Wrenfield Day Centre"
BEGAN = date(2025, 9, 29)
WINTER = date(2025, 12, 3)


def planned(id_: int, first: date = BEGAN, until: date | None = None, **more: object) -> Planned:
    """Four visits at £20.00 a week, unless told otherwise."""
    facts = {"price_pence": 2000, "unit": "visit", "units_c": 400, "names": (NAME,), **more}
    return Planned(id=id_, label=NAME, first=first, until=until, **facts)  # type: ignore[arg-type]


def paid(id_: int, day: date, pence: int) -> PaymentLine:
    return PaymentLine(id_, 1, day, -pence, "WRENFIELD DAY CENTRE")


def decided(lines: list[PaymentLine], *items: Planned) -> dict[int, MatchDecision]:
    return {each.line_id: each for each in decide(Case(tuple(lines), items))}


def test_part_of_a_week_is_matched() -> None:
    found = decided([paid(1, WINTER, 6000)], planned(1))
    assert found[1].outcome is MatchOutcome.MATCHED


def test_part_of_a_week_of_last_year_is_matched_after_a_renewal_too() -> None:
    renewed = (planned(1, until=date(2026, 4, 1)), planned(1, date(2026, 4, 1), anchor=BEGAN))
    found = decided([paid(1, WINTER, 6000)], *renewed)
    assert (found[1].outcome, found[1].target_id) == (MatchOutcome.MATCHED, 1)


def test_one_more_equal_payment_two_days_later_is_asked_about_though_an_old_week_is_open() -> None:
    wednesdays = [date(2025, 10, 8) + timedelta(7 * n) for n in range(9)]
    weekly = [paid(n, day, 8000) for n, day in enumerate(wednesdays, 1)]
    found = decided([*weekly, paid(99, date(2025, 11, 7), 8000)], planned(1))
    assert found[99].outcome is not MatchOutcome.MATCHED
    assert "R13" in [each.code for each in found[99].findings]
    assert all(found[n].outcome is MatchOutcome.MATCHED for n in range(1, 10))


def test_a_little_more_than_planned_says_so() -> None:
    monthly = planned(1, price_pence=80100, units_c=100, every_days=0, every_months=1)
    found = decided([paid(1, WINTER, 81200)], monthly)
    assert "£11.00 more" in found[1].why


def test_wages_and_miles_in_one_payment_are_divided() -> None:
    wages = planned(1, price_pence=1200, unit="hour", units_c=2000)
    miles = planned(2, price_pence=45, unit="mile", units_c=6000)
    found = decided([paid(1, WINTER, 24_450)], wages, miles)
    assert found[1].shares == ((1, 24_000), (2, 450))


def test_a_payment_after_the_end_says_that_it_ended() -> None:
    found = decided([paid(1, date(2026, 5, 10), 8000)], planned(1, until=date(2026, 3, 31)))
    assert found[1].outcome is not MatchOutcome.MATCHED
    assert "the last day of the support planned with them was 30 March 2026" in found[1].reason
