"""Each way to read an amount, and how many ways are tried at the most."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.reconciliation.rules import shapes, together
from payments.reconciliation.rules.amount_fit import pence_for, whole_units
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.readings import explanations
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.shapes import Explanation, Opening, in_parts
from payments.reconciliation.rules.together import MOST_ITEMS, MOST_SUMS, PERIODS_TOGETHER
from payments.reconciliation.rules.values import FitKind, Planned
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara, cars

STRICT = Settings(tolerance_percent=0)
MILES = amara(id=3, label="Miles", unit="mile", price_pence=45, units_c=6000, weekday=None)


def opening(piece: Planned, week: int = 0, room_c: int | None = None) -> Opening:
    """A due of a plan item so many weeks before the payment, whole unless told otherwise."""
    day = WEDNESDAY - timedelta(7 * week)
    return Opening(piece, DuePeriod(day, day), room_c or piece.units_c, 14 * week, 7 * week)


def ways(
    pence: int, *of: Opening, figures: Settings = STRICT, in_one: bool = False
) -> list[Explanation]:
    openings: dict[int, list[Opening]] = {}
    for each in of:
        openings.setdefault(each.piece.id, []).append(each)
    return explanations(pence, openings, figures, all_of_it=in_one)


def kinds(found: Iterable[Explanation]) -> set[FitKind]:
    return {each.kind for each in found}


@pytest.mark.parametrize(
    ("pence", "of", "kind"),
    [
        (4950, [opening(amara())], FitKind.FULL),
        (3300, [opening(amara())], FitKind.PART),
        (1650, [opening(amara(), room_c=100)], FitKind.PART),
        (9900, [opening(amara(), 0), opening(amara(), 1)], FitKind.SEVERAL),
        (5850, [opening(amara()), opening(cars())], FitKind.TOGETHER),
        (2 * 5850, [opening(p, w) for p in (amara(), cars()) for w in (0, 1)], FitKind.TOGETHER),
        (4700, [opening(amara(pay_range=(4000, 5000)))], FitKind.RANGE),
        (4950 + 450, [opening(amara()), opening(MILES)], FitKind.TOGETHER),
    ],
)
def test_an_amount_is_read_in_its_shape(pence: int, of: list[Opening], kind: FitKind) -> None:
    found = ways(pence, *of)
    assert kind in kinds(found)
    assert all(sum(share.pence for share in each.shares) == pence for each in found)


def test_several_periods_are_dues_that_follow_each_other() -> None:
    weeks = [opening(amara(), week) for week in (0, 1, 2)]
    (found,) = ways(9900, *weeks)
    first, second = sorted(share.due.first for share in found.shares)
    assert second - first == timedelta(7)


def test_more_periods_than_the_council_allows_are_not_looked_for() -> None:
    weeks = [opening(amara(), week) for week in range(4)]
    assert ways(4 * 4950, *weeks)
    assert not ways(4 * 4950, *weeks, figures=replace(STRICT, periods_at_once=3))


def test_periods_at_two_prices_are_each_at_their_own() -> None:
    dear = amara(price_pence=1700)
    (found,) = ways(4950 + 5100, opening(dear, 0), opening(amara(), 1))
    assert {share.price_pence for share in found.shares} == {1650, 1700}


def test_a_little_more_is_read_only_within_what_is_allowed() -> None:
    assert kinds(ways(5000, opening(amara()), figures=Settings(tolerance_percent=2))) == {
        FitKind.NEAR
    }
    assert not ways(5000, opening(amara()))
    own = opening(amara(tolerance_percent=2))
    assert kinds(ways(5000, own)) == {FitKind.NEAR}
    assert not ways(5000, opening(amara(tolerance_percent=0)), figures=Settings())


def test_units_of_two_items_are_read_where_only_one_sum_is_possible() -> None:
    (found,) = ways(1650 + 450, opening(amara()), opening(cars()))
    assert found.result == ((1, 1650), (2, 450))


def test_units_of_two_items_that_could_be_divided_otherwise_are_not_read() -> None:
    like = opening(cars(price_pence=1650, units_c=300))
    assert FitKind.TOGETHER not in kinds(ways(4 * 1650, opening(amara()), like))


def test_items_that_are_paid_in_one_are_read_only_all_together() -> None:
    both = (opening(amara()), opening(cars()))
    assert kinds(ways(5850, *both, in_one=True)) == {FitKind.TOGETHER}
    assert not ways(4950, *both, in_one=True)


def test_varying_pay_with_what_is_fixed_takes_the_rest() -> None:
    pay = opening(amara(pay_range=(4000, 6000)))
    (found,) = ways(5100 + 900, pay, opening(cars()), in_one=True)
    assert dict(found.result) == {1: 5100, 2: 900}
    assert not ways(6100 + 900, pay, opening(cars()), in_one=True)


def test_varying_pay_beside_hours_that_may_vary_too_is_not_read() -> None:
    pay, hours = opening(amara(pay_range=(4000, 6000))), opening(amara(id=5))
    assert not ways(5100 + 4950, pay, hours, in_one=True)


@given(st.lists(st.integers(1, 9000), min_size=2, max_size=2))
def test_two_payments_of_one_bill_share_its_units_and_pence(amounts: list[int]) -> None:
    bill = amara(price_pence=sum(amounts), units_c=100, unit="item")
    ((of, parts),) = in_parts(amounts, {1: [opening(bill)]})
    assert [pence for _, pence in parts] == amounts
    assert sum(units for units, _ in parts) == of.room_c


#: Sums of whole dues that are tried: of eight items 247 ways to choose two or more, once for one due of
#: each and once for each number of periods from two; then, of each two items, units of the first.
MOST_WHOLE = (2**MOST_ITEMS - MOST_ITEMS - 1) * PERIODS_TOGETHER
MOST_UNITS = MOST_ITEMS * (MOST_ITEMS - 1) // 2 * MOST_SUMS
#: Prices looked up for one sum, at the most: of every due of every item.
MOST_PRICES = MOST_ITEMS * PERIODS_TOGETHER


def lookups(monkeypatch: pytest.MonkeyPatch, items: int, *, in_one: bool = False) -> int:
    """Prices looked up for an amount that nothing explains, each item with five dues at two prices."""
    count = 0

    def counted_pence(planned: Planned, units_c: int) -> int:
        nonlocal count
        count += 1
        return pence_for(planned, units_c)

    def counted_units(planned: Planned, pence: int) -> int | None:
        nonlocal count
        count += 1
        return whole_units(planned, pence)

    for module in (shapes, together):
        monkeypatch.setattr(module, "pence_for", counted_pence)
        monkeypatch.setattr(module, "whole_units", counted_units)
    of = [
        opening(amara(id=number, price_pence=price, unit="session", units_c=1000), week)
        for number in range(items)
        for week in range(5)
        for price in (2000 + 20 * number, 1000 + 20 * number)
    ]
    assert ways(1_000_001, *of, in_one=in_one) == []
    return count


def test_the_bounded_search_stays_below_the_tries_that_are_stated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (MOST_WHOLE, MOST_UNITS) == (1235, 3360)
    worst = max(lookups(monkeypatch, items) for items in range(1, MOST_ITEMS + 1))
    assert worst <= MOST_WHOLE * MOST_PRICES + 2 * MOST_UNITS


def test_with_more_items_less_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lookups(monkeypatch, 30) < lookups(monkeypatch, MOST_ITEMS)
    assert lookups(monkeypatch, 30, in_one=True) < lookups(monkeypatch, MOST_ITEMS)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30_000), st.integers(0, 4))
def test_whatever_the_amount_its_shares_are_all_of_it(pence: int, weeks: int) -> None:
    of = [opening(p, w) for p in (amara(), cars(), MILES) for w in range(weeks + 1)]
    for found in ways(pence, *of, figures=Settings()):
        assert sum(share.pence for share in found.shares) == pence
