"""What an amount could be, of several plan items that one payment pays together. The search is bounded."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from payments.reconciliation.rules.amount_fit import WHOLE, pence_for, whole_units
from payments.reconciliation.rules.shapes import Explanation, Opening, Openings, share_of
from payments.reconciliation.rules.values import FitKind

# Plan items of one payee that are looked at together. Judgement: a payroll bundle has four, a busy agency
# six. With eight there are 247 ways, at four numbers of periods each.
MOST_ITEMS = 8


# Prices of one item that are looked at, and items up to which more than the nearest is. Judgement: the price
# before the last change; 3 to the fifth is 243 ways.
PRICES, MOST_WITH_PRICES = 2, 5


# Sums of whole units of two items that are tried. Judgement: with more, almost any amount is one of them.
MOST_SUMS = 120


# Periods of all items together that one payment may be for. Judgement: a month of weekly bills, and one more.
PERIODS_TOGETHER = 5


def together(pence: int, openings: Openings) -> Iterator[Explanation]:
    """Several items of one payee in one payment: one due of each at any of its prices, or as many of each."""
    items = {
        item: whole
        for item, of_item in openings.items()
        if (whole := [each for each in of_item if each.is_whole])
    }
    if not 2 <= len(items) <= MOST_ITEMS:
        return
    for picked in _one_of_each(items):
        if sum(each.pence for each in picked) == pence:
            yield _of(picked)
    for periods in range(2, PERIODS_TOGETHER + 1):
        runs = [whole[:periods] for whole in items.values() if len(whole) >= periods]
        for size in range(2, len(runs) + 1):
            for chosen in combinations(runs, size):
                dues = [each for run in chosen for each in run]
                if sum(each.pence for each in dues) == pence:
                    yield _of(dues)


def all_of_each(pence: int, openings: Openings) -> Iterator[Explanation]:
    if len(openings) > MOST_ITEMS:
        return
    whole = {item: [each for each in found if each.is_whole] for item, found in openings.items()}
    for picked in _one_of_each(whole):
        if len(picked) == len(openings) and sum(each.pence for each in picked) == pence:
            yield _of(picked)


def _of(picked: Sequence[Opening]) -> Explanation:
    shares = tuple(share_of(each) for each in picked)
    return Explanation(FitKind.TOGETHER, shares, max(each.cost for each in picked))


def _one_of_each(items: Mapping[int, Sequence[Opening]]) -> Iterator[tuple[Opening, ...]]:
    """Two or more items, each with the nearest opening at one of its latest prices."""
    most = PRICES if len(items) <= MOST_WITH_PRICES else 1
    choices = []
    for whole in items.values():
        by_price: dict[int, Opening] = {}
        for each in whole:
            by_price.setdefault(each.pence, each)
        choices.append([None, *list(by_price.values())[:most]])
    for chosen in product(*choices):
        picked = tuple(each for each in chosen if each is not None)
        if len(picked) > 1:
            yield picked


def parts_together(pence: int, openings: Openings) -> Iterator[Explanation]:
    """Some whole units of two items, where only one such sum is possible."""
    nearest = [
        of_item[0] for of_item in openings.values() if of_item and of_item[0].piece.unit != "mile"
    ]
    if sum(each.pence for each in nearest) == 2 * pence:
        return  # Half of a bill: of each the half, or some of one.
    found = []
    for first, second in combinations(nearest, 2):
        units = [each.room_c // WHOLE for each in (first, second)]
        if units[0] * units[1] > MOST_SUMS or not first.piece.price_pence:
            continue
        for count in range(1, units[0] + 1):
            paid = pence_for(first.piece, count * WHOLE)
            rest = whole_units(second.piece, pence - paid) if paid < pence else None
            if rest and rest % WHOLE == 0 and rest <= second.room_c:
                shares = (
                    share_of(first, count * WHOLE, paid),
                    share_of(second, rest, pence - paid),
                )
                cost = max(first.cost, second.cost)
                found.append(Explanation(FitKind.TOGETHER, shares, cost))
    if len(found) == 1:
        yield found[0]


def with_range(pence: int, openings: Openings) -> Iterator[Explanation]:
    """All items that are paid in one, one of them with pay that varies; none where another's hours might
    be what differs."""
    nearest = [of_item[0] for of_item in openings.values() if of_item]
    varying = [each for each in nearest if each.piece.pay_range]
    if len(varying) != 1 or len(nearest) < len(openings) or not all(e.is_whole for e in nearest):
        return
    fixed = [each for each in nearest if each is not varying[0]]
    if any(each.piece.unit == "hour" for each in fixed) or any(
        _has_two_prices(openings[each.piece.id]) for each in fixed
    ):
        return
    rest = pence - sum(each.pence for each in fixed)
    if rest < varying[0].pence and whole_units(varying[0].piece, rest) is not None:
        return  # Fewer hours, on which less tax is due.
    agreed = varying[0].piece.pay_range
    if not agreed or not agreed[0] <= rest <= agreed[1]:
        return
    shares = (*(share_of(each) for each in fixed), share_of(varying[0], pence=rest))
    yield Explanation(FitKind.TOGETHER, shares, max(each.cost for each in nearest))


def _has_two_prices(of_item: Sequence[Opening]) -> bool:
    return len({each.pence for each in of_item if each.is_whole}) > 1


def _may_be_fewer_hours(opening: Opening, other: Opening, rest: int) -> bool:
    """Whether a wage and miles come to the same with an hour less, or some, and as many more miles."""
    hours = opening.room_c // WHOLE if opening.piece.unit == "hour" else 0
    for fewer in range(1, hours):
        miles_c = whole_units(other.piece, rest + fewer * opening.piece.price_pence)
        if miles_c is not None and miles_c <= other.room_c:
            return True
    return False


def with_miles(pence: int, openings: Openings) -> Iterator[Explanation]:
    """All that is due of one item, and some units of another that varies, as wages with miles."""
    nearest = {item: of_item[0] for item, of_item in openings.items() if of_item}
    if len(nearest) > MOST_ITEMS:
        return
    for fixed, opening in nearest.items():
        if not opening.is_whole:
            continue
        for varying, other in nearest.items():
            rest = pence - opening.pence
            if varying == fixed or rest <= 0:
                continue
            units_c = whole_units(other.piece, rest)
            is_mile = other.piece.unit == "mile"
            if not is_mile or units_c is None or _may_be_fewer_hours(opening, other, rest):
                continue
            if units_c <= other.room_c:
                shares = (share_of(opening), share_of(other, units_c, rest))
                yield Explanation(FitKind.TOGETHER, shares, max(opening.cost, other.cost))
