"""Payments that fit, and that are left to a person because of what stands beside them."""

from dataclasses import replace
from datetime import date, timedelta

from payments.reconciliation.rules.decisions import MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.values import Planned
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara, case, line

AMARA = "AMARA OBI"
CUT = "PRIMROSE CARE SERV"


def matched(*lines: tuple[int, str, int], planned: tuple[Planned, ...] = (amara(),)) -> list[bool]:
    """Whether payments of so many pence to a payee, so many days after the first Wednesday, are matched."""
    made = [line(number, -pence, payee, day) for number, (pence, payee, day) in enumerate(lines, 1)]
    found = decide(case(*made, planned=planned))
    return [each.outcome is MatchOutcome.MATCHED for each in found]


def test_the_same_again_is_left_though_a_week_long_before_is_open_still() -> None:
    days = (0, 7, 28, 30, 35)
    assert matched(*((4950, AMARA, day) for day in days)) == [True, True, True, False, True]


def test_a_payment_between_two_equal_ones_a_rhythm_apart_is_left_though_one_was_missed() -> None:
    """Every four weeks; the third was missed, and weeks later one more comes off the usual day."""
    every_four_weeks = (amara(every_days=28, weekday=None),)
    days = (0, 28, 84, 105, 112, 140)
    found = matched(*((4950, AMARA, day) for day in days), planned=every_four_weeks)
    assert found == [True, True, True, False, True, True]


def test_two_visits_at_one_price_are_told_by_the_day_that_the_bank_wrote() -> None:
    """Booked together, they might be for either; without the days both are left."""
    both = (amara(weekday=2), amara(id=2, weekday=4))
    told = matched((4950, f"{AMARA} 02SEP26", 3), (4950, f"{AMARA} 04SEP26", 3), planned=both)
    assert told == [True, True]
    assert False in matched((4950, AMARA, 3), (4950, AMARA, 3), planned=both)


def test_a_dearer_price_for_a_week_before_it_holds_is_left() -> None:
    change = WEDNESDAY + timedelta(26)
    planned = (
        amara(weekday=None, until=change),
        amara(weekday=None, first=change, price_pence=1700, anchor=date(2026, 8, 31)),
    )
    pays = [(4950, AMARA, 2 + 7 * week) for week in range(3)]
    assert matched(*pays, (5100, AMARA, 23), (5100, AMARA, 30), planned=planned) == [
        True,
        True,
        True,
        False,
        True,
    ]


def test_a_name_cut_where_another_goes_on_alike_is_left_at_one_price() -> None:
    home = amara(names=("Primrose Care Services",))
    other = amara(id=2, names=("Primrose Homecare Services", "Primrose Care"))
    assert matched((4950, CUT, 0), planned=(home, other)) == [False]
    assert matched((4950, CUT, 0), planned=(home, replace(other, price_pence=1800))) == [True]


def test_a_sum_that_is_only_near_needs_the_words_of_a_name_together() -> None:
    garden = amara(names=("Millgate Gardens",), tolerance_percent=5)
    assert matched((5000, "MILLGATE GARDENS", 0), planned=(garden,)) == [True]
    assert matched((5000, "LUMB GARDEN CENTRE MILLGATE", 0), planned=(garden,)) == [False]


def test_wages_and_miles_that_may_be_fewer_hours_and_more_miles_are_left() -> None:
    miles = amara(id=2, price_pence=45, unit="mile", units_c=5000)
    plain, dividing = amara(), amara(price_pence=1440)
    assert matched((4950 + 450, AMARA, 0), planned=(plain, miles)) == [True]
    assert matched((4320 + 450, AMARA, 0), planned=(dividing, miles)) == [False]
