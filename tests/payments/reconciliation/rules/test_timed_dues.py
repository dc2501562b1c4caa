"""When lines with times fall due, for how many units, and what that costs."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.brokerage.rules import Commitment, Deployment, Frequency, ItemKind
from marketplace.core.dates import Weekday
from marketplace.core.periods import Period
from marketplace.core.times import PlannedTime, TermTime, occurrences
from payments.reconciliation.rules.amount_fit import pence_for
from payments.reconciliation.rules.decisions import MatchOutcome
from payments.reconciliation.rules.due_dates import due_near, dues_within
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.plans import joined, planned_of
from payments.reconciliation.rules.reasons import frequency_words
from payments.reconciliation.rules.values import Case, PaymentLine, Planned
from tests.marketplace.core.times.made import any_day, any_terms, any_time, planned

MON, WED, FRI = Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY
#: A Monday; the line begins on it unless said.
FIRST = date(2026, 10, 5)
AHEAD = FIRST + timedelta(366)
Due = tuple[date, date, int]


def commitment(*times: PlannedTime, **changes: Any) -> Commitment:
    facts = {
        "person_id": 1,
        "plan_id": 1,
        "item_id": 1,
        "line_id": 7,
        "title": "Choir",
        "provider_name": "Amara Obi",
        "kind": ItemKind.OFF_MARKET,
        "deployment": Deployment.DIRECT_PAYMENT,
        "agreement_id": None,
        "listing_id": None,
        "price_pence": 1800,
        "unit": "hour",
        "quantity": Decimal(1),
        "frequency": Frequency.WEEK,
        "times": times,
        "anchor": FIRST,
        "first": FIRST,
        "until": None,
    }
    return Commitment(**{**facts, **changes})  # type: ignore[arg-type]


def plans(one: Commitment, terms: list[Period] | None = None, ahead: date = AHEAD) -> list[Planned]:
    return planned_of(one, [], accredited=True, terms=terms or [], ahead=ahead)


def dues(found: list[Planned], days: int = 28) -> list[Due]:
    """First day, last day and hundredths of a unit of all that falls due in the first days."""
    until = FIRST + timedelta(days)
    return sorted(
        (due.first, due.last, each.units_c)
        for each in found
        for due in dues_within(each, FIRST, until)
    )


def day(number: int) -> date:
    return FIRST + timedelta(number)


def on(number: int, units_c: int) -> Due:
    return day(number), day(number), units_c


def week(number: int, units_c: int) -> Due:
    return day(number), day(number + 6), units_c


def test_times_on_one_weekday_fall_due_on_each_of_these_days() -> None:
    (one,) = plans(commitment(planned(WED), planned(WED, None, minutes=90)))
    assert (one.every_days, one.weekday) == (7, 2)
    assert dues([one], 15) == [on(2, 250), on(9, 250)]


def test_every_second_week_is_counted_from_its_first_and_not_before() -> None:
    later = FIRST + timedelta(7)
    (one,) = plans(commitment(planned(WED, every_weeks=2, counted_from=later)))
    assert (one.every_days, one.anchor, one.weekday) == (14, later, 2)
    assert dues([one]) == [on(9, 100), on(23, 100)]


def test_every_second_week_counted_from_long_ago_keeps_its_turn() -> None:
    long_ago = FIRST - timedelta(weeks=31)
    found = plans(commitment(planned(WED, every_weeks=2, counted_from=long_ago)))
    assert dues(found) == [on(9, 100), on(23, 100)]


def test_several_weekdays_fall_due_by_the_week_from_its_monday() -> None:
    visits = commitment(planned(MON), planned(WED, workers=2), unit="visit")
    assert dues(plans(visits), 14) == [week(0, 200), week(7, 200)]
    assert dues(plans(replace(visits, unit="hour")), 14) == [week(0, 300), week(7, 300)]


def test_several_weekdays_every_third_week_are_due_in_that_week_only() -> None:
    often = {"every_weeks": 3, "counted_from": FIRST}
    (one,) = plans(commitment(planned(MON, **often), planned(FRI, **often)))
    assert dues([one]) == [week(0, 200), week(21, 200)]
    assert [due.first for due in due_near(one, day(22), early=0, late=14)] == [day(21)]


def test_week_that_began_before_the_line_has_nothing_due() -> None:
    midweek = {"first": day(2), "anchor": day(2)}
    assert dues(plans(commitment(planned(MON), planned(FRI), **midweek)), 14) == [week(7, 200)]
    often = planned(WED, every_weeks=2, counted_from=FIRST)
    assert dues(plans(commitment(planned(MON), often, **midweek)), 21) == [
        week(7, 100),
        week(14, 200),
    ]


def test_weeks_that_differ_are_plans_of_one_line_by_their_units() -> None:
    often = planned(WED, minutes=180, every_weeks=2, counted_from=FIRST)
    found = plans(commitment(planned(MON), often))
    assert dues(found) == [week(0, 400), week(7, 100), week(14, 400), week(21, 100)]
    assert {(each.id, frequency_words(each)) for each in found} == {(7, "planned in some weeks")}


def test_weekly_and_fortnightly_on_one_weekday_are_due_by_the_day() -> None:
    often = planned(WED, None, every_weeks=2, counted_from=FIRST)
    assert dues(plans(commitment(planned(WED), often)), 21) == [on(2, 200), on(9, 100), on(16, 200)]


def test_single_dates_fall_due_once_each() -> None:
    dates = commitment(planned(day(3)), planned(day(10), minutes=120), frequency=Frequency.ONCE)
    found = plans(dates)
    assert dues(found) == [on(3, 100), on(10, 200)]
    assert {frequency_words(each) for each in found} == {
        "planned on 8 October 2026",
        "planned on 15 October 2026",
    }
    alike = plans(commitment(planned(day(3)), planned(day(10))))
    assert [frequency_words(each) for each in alike] == ["planned on 2 days"]


def test_single_dates_outside_the_line_are_not_due() -> None:
    dates = commitment(planned(day(-1)), planned(day(3)), planned(day(7)), until=day(7))
    assert dues(plans(dates)) == [on(3, 100)]


def test_single_date_beside_several_weekdays_counts_in_its_week() -> None:
    both = commitment(planned(MON), planned(FRI), planned(day(8)))
    assert dues(plans(both), 21) == [week(0, 200), week(7, 300), week(14, 200)]


def test_term_time_is_due_in_term_and_what_is_in_holidays_there() -> None:
    terms = [Period(day(-30), day(7)), Period(day(14), day(60))]
    assert dues(plans(commitment(planned(WED, term_time=TermTime.TERM)), terms), 21) == [
        on(2, 100),
        on(16, 100),
    ]
    holidays = commitment(planned(WED, term_time=TermTime.HOLIDAYS))
    assert dues(plans(holidays, terms), 21) == [on(9, 100)]


def test_term_time_when_no_terms_are_set_is_due_each_week_and_holidays_never() -> None:
    assert dues(plans(commitment(planned(WED, term_time=TermTime.TERM))), 14) == [
        on(2, 100),
        on(9, 100),
    ]
    assert plans(commitment(planned(WED, term_time=TermTime.HOLIDAYS))) == []


def test_nothing_is_counted_day_by_day_beyond_the_day_ahead() -> None:
    in_term = commitment(planned(WED, term_time=TermTime.TERM))
    assert dues(plans(in_term, ahead=day(10)), 60) == [on(2, 100), on(9, 100)]
    assert plans(in_term, ahead=FIRST) == []


def test_times_of_what_they_do_not_count_say_only_the_weekday() -> None:
    nights = commitment(planned(FRI), unit="night", quantity=Decimal(2))
    (one,) = plans(nights)
    assert (one.units_c, one.weekday) == (200, 4)
    assert dues([one], 7) == [on(4, 200)]


@pytest.mark.parametrize(
    ("minutes", "units_c", "pence"),
    [(60, 100, 1800), (45, 75, 1350), (20, 33, 600), (40, 67, 1200), (5, 8, 150)],
)
def test_whole_dues_cost_what_their_exact_units_do(minutes: int, units_c: int, pence: int) -> None:
    (one,) = plans(commitment(planned(WED, minutes=minutes)))
    assert one.units_c == units_c
    assert pence_for(one, units_c) == pence
    assert pence_for(one, 3 * units_c) == 3 * pence


def test_part_of_an_odd_due_is_priced_by_its_hundredths() -> None:
    (one,) = plans(commitment(planned(WED, minutes=20)))
    assert pence_for(one, 25) == 450
    assert pence_for(one, 33 + 25) == 1050


def test_line_agreed_again_alike_falls_due_as_before() -> None:
    for times in (
        [planned(MON), planned(FRI)],
        [planned(MON), planned(WED, every_weeks=2, counted_from=FIRST)],
        [planned(WED, term_time=TermTime.TERM)],
        [planned(day(3)), planned(day(17))],
    ):
        whole = commitment(*times)
        pieces = [replace(whole, until=day(9)), replace(whole, first=day(9))]
        again = joined(each for piece in pieces for each in plans(piece))
        assert dues(again) == dues(plans(whole))
        assert sorted(again, key=str) == sorted(plans(whole), key=str)


def test_what_is_bought_once_is_due_once_however_its_line_is_cut() -> None:
    bench = commitment(frequency=Frequency.ONCE, unit="item")
    dearer = replace(bench, first=day(30), price_pence=2000)
    (one,) = joined(plans(replace(bench, until=day(30))) + plans(dearer))
    assert one == plans(bench)[0]


def test_payments_of_weeks_that_differ_are_each_matched_to_their_own() -> None:
    often = planned(WED, minutes=180, every_weeks=2, counted_from=FIRST)
    line = commitment(planned(MON), often)
    found = tuple(planned_of(line, ["Amara Obi"], accredited=True, ahead=AHEAD))
    paid = [(6, -7200), (13, -1800), (20, -7200)]
    lines = tuple(PaymentLine(n, 1, day(n), pence, "AMARA OBI") for n, pence in paid)
    decisions = decide(Case(lines, planned=found))
    assert [one.outcome for one in decisions] == [MatchOutcome.MATCHED] * 3
    assert [claim.due for one in decisions for claim in one.claims] == [day(0), day(7), day(14)]


def test_pieces_of_two_lines_stay_apart() -> None:
    first, second = commitment(planned(WED)), commitment(planned(WED), line_id=8)
    assert len(joined(plans(first) + plans(second))) == 2


@given(st.lists(any_time(), min_size=1, max_size=4), any_day(), any_terms(), st.integers(1, 80))
def test_dues_are_what_happens_and_no_more(
    times: list[PlannedTime], start: date, terms: list[Period], days: int
) -> None:
    until = start + timedelta(days)
    line = commitment(*times, first=start, anchor=start, until=until)
    found = plans(line, terms, ahead=until + timedelta(100))
    got: dict[date, Fraction] = defaultdict(Fraction)
    for each in found:
        exact = each.units or Fraction(each.units_c, 100)
        for due in dues_within(each, start, until):
            got[due.first] += exact
    assert got == _expected(times, start, until, terms)


def _expected(
    times: list[PlannedTime], start: date, until: date, terms: list[Period]
) -> dict[date, Fraction]:
    """Hours by the day on which they fall due, counted plainly day by day."""
    weekdays = {one.weekday for one in times if one.weekday}
    found: dict[date, Fraction] = defaultdict(Fraction)
    for one in occurrences(times, Period(start, until + timedelta(7)), terms):
        first = one.day if len(weekdays) < 2 else one.day - timedelta(one.day.weekday())
        if start <= first < until:
            found[first] += Fraction(one.time.minutes * one.time.workers, 60)
    return found
