"""What an amount could be, of what one payee is owed: one due, part of one, several, several items together.

Every way is found, within a bound, before one is chosen: where two say different things of a payment,
neither is certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from marketplace.core.pence import round_pence
from payments.reconciliation.rules.amount_fit import WHOLE, pence_for, tolerance_of, whole_units
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import FitKind, Planned

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


@dataclass(frozen=True, slots=True)
class Opening:
    """A due period of a plan item that is not paid, or not wholly: what it costs, the hundredths of a
    unit that are left of it, and how far from the payment it is."""

    piece: Planned
    due: DuePeriod
    room_c: int
    cost: int
    days: int

    @property
    def is_whole(self) -> bool:
        return self.room_c == self.piece.units_c

    @property
    def pence(self) -> int:
        return pence_for(self.piece, self.room_c)


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """Pence of a payment that go to one due of a plan item, with its hundredths of a unit."""

    item_id: int
    pence: int
    due: DuePeriod
    units_c: int
    price_pence: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """One way to read a payment."""

    kind: FitKind
    shares: tuple[Share, ...]
    cost: int
    days: int = 0
    off_pence: int = 0

    @property
    def result(self) -> tuple[tuple[int, int], ...]:
        """Pence by plan item: two ways with one result say the same."""
        pence: dict[int, int] = {}
        for share in self.shares:
            pence[share.item_id] = pence.get(share.item_id, 0) + share.pence
        return tuple(sorted(pence.items()))


Openings = Mapping[int, Sequence[Opening]]


def explanations(
    pence: int, openings: Openings, settings: Settings, *, all_of_it: bool = False
) -> list[Explanation]:
    """All ways to read so many pence, of openings by plan item, nearest first in each.

    ``all_of_it``: the items are agreed to be paid in one, so nothing less is looked for.
    """
    if all_of_it:
        return list(_all_of_each(pence, openings)) or list(_with_range(pence, openings))
    found = [
        *_full(pence, openings),
        *_together(pence, openings),
        *_several(pence, openings, settings),
        *_in_range(pence, openings),
        *_part(pence, openings),
    ]
    return (
        found
        or list(_with_miles(pence, openings))
        or list(_parts_together(pence, openings))
        or list(_near(pence, openings, settings))
    )


def _share(opening: Opening, units_c: int | None = None, pence: int | None = None) -> Share:
    piece, units = opening.piece, opening.room_c if units_c is None else units_c
    amount = pence_for(piece, units) if pence is None else pence
    return Share(piece.id, amount, opening.due, units, piece.price_pence)


def _full(pence: int, openings: Openings) -> Iterator[Explanation]:
    for of_item in openings.values():
        for opening in of_item:
            if opening.pence == pence:
                kind = FitKind.FULL if opening.is_whole else FitKind.PART
                yield Explanation(kind, (_share(opening),), opening.cost, opening.days)
                break


def _part(pence: int, openings: Openings) -> Iterator[Explanation]:
    """Fewer units than planned, or the rest of them."""
    for of_item in openings.values():
        for opening in of_item:
            units_c = whole_units(opening.piece, pence)
            if units_c is not None and units_c < opening.room_c:
                share = _share(opening, units_c, pence)
                yield Explanation(FitKind.PART, (share,), opening.cost, opening.days)
                break


def _several(pence: int, openings: Openings, settings: Settings) -> Iterator[Explanation]:
    """Several dues of one item, one after another, each at its own price."""
    for of_item in openings.values():
        whole = sorted((each for each in of_item if each.is_whole), key=lambda each: each.due.first)
        for start in range(len(whole)):
            total = 0
            for end in range(start, min(start + settings.periods_at_once, len(whole))):
                total += whole[end].pence
                if total >= pence:
                    break
            run = whole[start : end + 1] if start < len(whole) else []
            if total == pence and len(run) > 1:
                shares = tuple(_share(each) for each in run)
                yield Explanation(FitKind.SEVERAL, shares, min(each.cost for each in run))
                break


def _together(pence: int, openings: Openings) -> Iterator[Explanation]:
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
                picked = [each for run in chosen for each in run]
                if sum(each.pence for each in picked) == pence:
                    yield _of(picked)


def _all_of_each(pence: int, openings: Openings) -> Iterator[Explanation]:
    if len(openings) > MOST_ITEMS:
        return
    whole = {item: [each for each in found if each.is_whole] for item, found in openings.items()}
    for picked in _one_of_each(whole):
        if len(picked) == len(openings) and sum(each.pence for each in picked) == pence:
            yield _of(picked)


def _of(picked: Sequence[Opening]) -> Explanation:
    shares = tuple(_share(each) for each in picked)
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


def _parts_together(pence: int, openings: Openings) -> Iterator[Explanation]:
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
                shares = (_share(first, count * WHOLE, paid), _share(second, rest, pence - paid))
                cost = max(first.cost, second.cost)
                found.append(Explanation(FitKind.TOGETHER, shares, cost))
    if len(found) == 1:
        yield found[0]


def _with_range(pence: int, openings: Openings) -> Iterator[Explanation]:
    """All items that are paid in one, one of them with pay that varies; none where another's hours might
    be what differs."""
    nearest = [of_item[0] for of_item in openings.values() if of_item]
    varying = [each for each in nearest if each.piece.pay_range]
    if len(varying) != 1 or len(nearest) < len(openings) or not all(e.is_whole for e in nearest):
        return
    fixed = [each for each in nearest if each is not varying[0]]
    if any(each.piece.unit == "hour" for each in fixed):
        return
    rest = pence - sum(each.pence for each in fixed)
    agreed = varying[0].piece.pay_range
    if not agreed or not agreed[0] <= rest <= agreed[1]:
        return
    shares = (*(_share(each) for each in fixed), _share(varying[0], pence=rest))
    yield Explanation(FitKind.TOGETHER, shares, max(each.cost for each in nearest))


def _with_miles(pence: int, openings: Openings) -> Iterator[Explanation]:
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
            if is_mile and units_c is not None and units_c <= other.room_c:
                shares = (_share(opening), _share(other, units_c, rest))
                yield Explanation(FitKind.TOGETHER, shares, max(opening.cost, other.cost))


def _in_range(pence: int, openings: Openings) -> Iterator[Explanation]:
    """Pay that varies between two agreed amounts."""
    for of_item in openings.values():
        for opening in of_item:
            agreed = opening.piece.pay_range
            if opening.is_whole and agreed and agreed[0] <= pence <= agreed[1]:
                off = pence - opening.pence
                share = _share(opening, pence=pence)
                yield Explanation(FitKind.RANGE, (share,), opening.cost, opening.days, off)
                break


def _near(pence: int, openings: Openings, settings: Settings) -> Iterator[Explanation]:
    """As much more or less as was agreed for the item, or else the council allows."""
    for of_item in openings.values():
        for opening in of_item:
            off, expected = pence - opening.pence, opening.pence
            allowed = tolerance_of(opening.piece, settings) * expected
            if opening.is_whole and expected and abs(off) * 100 <= allowed:
                share = _share(opening, pence=pence)
                yield Explanation(FitKind.NEAR, (share,), opening.cost, opening.days, off)
                break


def in_parts(
    amounts: Sequence[int], openings: Openings
) -> list[tuple[Opening, tuple[tuple[int, int], ...]]]:
    """Openings that several payments pay between them, each with hundredths of a unit and pence of each
    payment; by plan item, the nearest."""
    found = []
    for of_item in openings.values():
        for opening in of_item:
            if opening.is_whole and opening.pence == sum(amounts):
                found.append((opening, tuple(_units_of(amounts, opening))))
                break
    return found


def _units_of(amounts: Iterable[int], opening: Opening) -> Iterator[tuple[int, int]]:
    total, so_far, units_before = opening.pence, 0, 0
    for pence in amounts:
        so_far += pence
        units = round_pence(Fraction(opening.room_c * so_far, total))
        yield units - units_before, pence
        units_before = units
