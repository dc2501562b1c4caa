"""What planned times come to, and what that costs: exact until it is rounded, once."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given

from marketplace.brokerage.rules import (
    CostLine,
    Equipment,
    Frequency,
    FromListing,
    Natural,
    OffMarket,
    Terms,
    TimedUnits,
    band_of,
    item_problems,
    one_off_pence,
    plan_cost,
    timed_units,
    timed_words,
    weekly_pence,
)
from marketplace.core.dates import Weekday
from marketplace.core.pence import round_pence
from marketplace.core.periods import Period
from marketplace.core.times import PlannedTime, TermTime, amount_of, occurrences
from marketplace.listings.rules import DayBand, PriceUnit
from tests.marketplace.core.times.made import MONDAY, any_times, planned

MON, WED, SAT, SUN = Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.SATURDAY, Weekday.SUNDAY
SECOND = {"every_weeks": 2, "counted_from": MONDAY}
TODAY = date(2026, 9, 21)


def cost_of(*times: PlannedTime, pence: int = 1800, unit: str = "hour") -> CostLine:
    units = timed_units(unit, times)
    assert units is not None
    return CostLine(pence, units.weekly, Frequency.WEEK, units.dated)


@pytest.mark.parametrize(
    ("unit", "weekly"),
    [("hour", Fraction(5, 2)), ("visit", Fraction(2)), ("session", Fraction(2))],
)
def test_hours_are_of_every_worker_and_visits_one_each_time(unit: str, weekly: Fraction) -> None:
    times = [planned(MON, minutes=30), planned(WED, minutes=60, workers=2)]
    assert timed_units(unit, times) == TimedUnits(weekly)


@pytest.mark.parametrize("unit", ["night", "week", "mile", "item"])
def test_units_that_times_do_not_count_have_none(unit: str) -> None:
    assert timed_units(unit, [planned(MON)]) is None
    assert timed_units("hour", []) is None


def test_three_hours_every_second_week_cost_half_of_it_a_week_rounded_once() -> None:
    line = cost_of(planned(WED, minutes=180, **SECOND), pence=1655)
    assert line.quantity == Fraction(3, 2)
    assert weekly_pence(line) == 2483


def test_a_third_of_an_hour_costs_a_third() -> None:
    assert weekly_pence(cost_of(planned(WED, minutes=20))) == 600


def test_single_dates_cost_once_each_and_nothing_a_week() -> None:
    line = cost_of(planned(MONDAY), planned(MONDAY + timedelta(1), minutes=90))
    assert (weekly_pence(line), one_off_pence(line)) == (0, 4500)


def test_single_date_beside_weekly_times_costs_once_beside_them() -> None:
    cost = plan_cost([cost_of(planned(WED), planned(MONDAY, minutes=120))])
    assert (cost.weekly_pence, cost.one_off_pence) == (1800, 3600)


def test_term_time_and_holidays_share_the_standard_year() -> None:
    term = cost_of(planned(WED, term_time=TermTime.TERM))
    holidays = cost_of(planned(WED, term_time=TermTime.HOLIDAYS))
    assert (term.quantity, holidays.quantity) == (Fraction(39, 52), Fraction(13, 52))
    assert weekly_pence(term) * 52 == 39 * 1800


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (TimedUnits(Fraction(3)), "3 hours a week"),
        (TimedUnits(Fraction(1)), "1 hour a week"),
        (TimedUnits(Fraction(1, 3)), "about 0.33 hours a week"),
        (TimedUnits(Fraction(0), Fraction(5, 2)), "2.5 hours, once"),
        (TimedUnits(Fraction(10), Fraction(1)), "10 hours a week, and 1 hour, once"),
    ],
)
def test_units_of_times_in_words(units: TimedUnits, words: str) -> None:
    assert timed_words(units, "hour") == words


@pytest.mark.parametrize(
    ("time", "band"),
    [
        (planned(Weekday.FRIDAY), DayBand.WEEKDAY),
        (planned(SAT), DayBand.WEEKEND),
        (planned(SUN), DayBand.WEEKEND),
        (planned(MONDAY), DayBand.WEEKDAY),
        (planned(MONDAY + timedelta(5)), DayBand.WEEKEND),
        # Christmas Day of 2026 is a Friday: bank holidays are not told apart.
        (planned(date(2026, 12, 25)), DayBand.WEEKDAY),
    ],
)
def test_times_fall_on_weekdays_or_at_the_weekend(time: PlannedTime, band: DayBand) -> None:
    assert band_of(time) == band


ODD = OffMarket("Gardening", "Fern", PriceUnit.HOUR, 1800)
RUTH = Natural("Lunch", "Ruth")


def codes(offer: OffMarket | Natural | Equipment | FromListing, terms: Terms) -> list[str]:
    return [one.code for one in item_problems(offer, terms, TODAY)]


def typed(*times: PlannedTime, quantity: str = "1", **changes: object) -> Terms:
    return Terms(Decimal(quantity), Frequency.WEEK, times=times, **changes)  # type: ignore[arg-type]


def test_typed_amount_is_not_read_where_times_count() -> None:
    assert codes(ODD, typed(planned(MON), quantity="0")) == []
    assert codes(ODD, typed(quantity="0")) == ["plan_quantity_out_of_range"]
    nights = OffMarket("Nights", "Fern", PriceUnit.NIGHT, 1800)
    assert codes(nights, typed(planned(MON), quantity="0")) == ["plan_quantity_out_of_range"]


def test_amount_kept_in_the_row_follows_the_times() -> None:
    assert typed(planned(MON, minutes=20)).amount("hour") == (Decimal("0.33"), Frequency.WEEK)
    assert typed(planned(MONDAY)).amount("hour") == (Decimal(1), Frequency.ONCE)
    assert typed(planned(MON)).amount("night") == (Decimal(1), Frequency.WEEK)
    seldom = planned(MON, minutes=5, every_weeks=52, counted_from=MONDAY)
    assert typed(seldom).amount("hour") == (Decimal("0.01"), Frequency.WEEK)


def test_times_that_cannot_be_are_refused_with_the_item() -> None:
    assert codes(ODD, typed(planned(MON, minutes=1))) == ["time_minutes_out_of_range"]
    assert codes(ODD, typed(planned(MON, every_weeks=0))) == ["time_weeks_out_of_range"]


def test_times_of_more_than_a_row_can_hold_are_refused() -> None:
    dates = [planned(MONDAY + timedelta(n), minutes=1440, workers=6) for n in range(100)]
    numbered = [replace(one, uuid=UUID(int=n)) for n, one in enumerate(dates)]
    assert codes(ODD, typed(*numbered)) == ["plan_times_too_much"]


def test_equipment_has_no_times_and_free_help_may_come_on_single_dates() -> None:
    bench = Equipment("Bench", "Fenway", 6400)
    terms = Terms(Decimal(1), Frequency.ONCE, times=(planned(MON),))
    assert codes(bench, terms) == ["plan_equipment_without_times"]
    assert codes(RUTH, Terms(Decimal(1), Frequency.ONCE, times=(planned(MONDAY),))) == []


@pytest.mark.parametrize(
    ("first", "until", "found"),
    [
        (MONDAY, MONDAY, ["plan_line_ends_before_it_starts"]),
        (MONDAY, MONDAY + timedelta(1), []),
        (None, MONDAY, []),
    ],
)
def test_lines_own_days_are_in_order(
    first: date | None, until: date | None, found: list[str]
) -> None:
    assert codes(ODD, typed(from_date=first, until_date=until)) == found


@given(any_times().filter(bool))
def test_weeks_of_all_rhythms_come_to_the_average_week(times: list[PlannedTime]) -> None:
    """Counted day by day over a whole number of turns of every rhythm, without school terms."""
    weekly = [one for one in times if one.on is None]
    plain = [replace(one, term_time=TermTime.ALWAYS) for one in weekly]
    units = timed_units("hour", times)
    assert units is not None
    # Every one of 1 to 6 weeks turns a whole number of times in 60; all have begun by then.
    weeks, start = 60, date(2035, 1, 1)
    period = Period(start, start + timedelta(weeks=weeks))
    counted = amount_of(occurrences(plain, period)).hours / weeks
    if plain == weekly:
        assert units.weekly == counted
    assert units.weekly <= counted
    assert units.dated == sum(
        Fraction(one.minutes * one.workers, 60) for one in times if one.on is not None
    )


@given(any_times().filter(bool))
def test_cost_of_times_is_rounded_once(times: list[PlannedTime]) -> None:
    units = timed_units("hour", times)
    assert units is not None
    line = CostLine(1655, units.weekly, Frequency.WEEK, units.dated)
    assert weekly_pence(line) == round_pence(1655 * units.weekly)
    assert one_off_pence(line) == round_pence(1655 * units.dated)
