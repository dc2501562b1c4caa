"""What an amount could be, of one plan item: one due, part of one, several, within what is agreed, a half."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from marketplace.core.pence import round_pence
from payments.reconciliation.rules.amount_fit import pence_for, tolerance_of, whole_units
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import FitKind, Planned


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
    def comes_again(self) -> bool:
        return self.piece.recurs or bool(self.piece.due_on)

    @property
    def pence(self) -> int:
        return pence_for(self.piece, self.room_c)


@dataclass(frozen=True, slots=True, order=True)
class DueShare:
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
    shares: tuple[DueShare, ...]
    cost: int
    days: int = 0
    off_pence: int = 0

    @property
    def items(self) -> set[int]:
        return {share.item_id for share in self.shares}

    @property
    def result(self) -> tuple[tuple[int, int], ...]:
        """Pence by plan item: two ways with one result say the same."""
        pence: dict[int, int] = {}
        for share in self.shares:
            pence[share.item_id] = pence.get(share.item_id, 0) + share.pence
        return tuple(sorted(pence.items()))


Openings = Mapping[int, Sequence[Opening]]


def share_of(opening: Opening, units_c: int | None = None, pence: int | None = None) -> DueShare:
    piece, units = opening.piece, opening.room_c if units_c is None else units_c
    amount = pence_for(piece, units) if pence is None else pence
    return DueShare(piece.id, amount, opening.due, units, piece.price_pence)


def full(pence: int, openings: Openings) -> Iterator[Explanation]:
    for of_item in openings.values():
        for opening in of_item:
            if opening.pence == pence:
                kind = FitKind.FULL if opening.is_whole else FitKind.PART
                yield Explanation(kind, (share_of(opening),), opening.cost, opening.days)
                break


def part(pence: int, openings: Openings) -> Iterator[Explanation]:
    """Fewer units than planned, or the rest of them. Of what is bought once it may be a deposit as well."""
    for of_item in openings.values():
        for opening in of_item:
            if not opening.comes_again:
                continue
            units_c = whole_units(opening.piece, pence)
            if units_c is not None and units_c < opening.room_c:
                share = share_of(opening, units_c, pence)
                yield Explanation(FitKind.PART, (share,), opening.cost, opening.days)
                break


def several(pence: int, openings: Openings, settings: Settings) -> Iterator[Explanation]:
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
                shares = tuple(share_of(each) for each in run)
                yield Explanation(FitKind.SEVERAL, shares, min(each.cost for each in run))
                break


def in_range(pence: int, openings: Openings) -> Iterator[Explanation]:
    """Pay that varies between two agreed amounts."""
    for of_item in openings.values():
        for opening in of_item:
            agreed = opening.piece.pay_range
            if opening.is_whole and agreed and agreed[0] <= pence <= agreed[1]:
                off = pence - opening.pence
                share = share_of(opening, pence=pence)
                yield Explanation(FitKind.RANGE, (share,), opening.cost, opening.days, off)
                break


def near(pence: int, openings: Openings, settings: Settings) -> Iterator[Explanation]:
    """As much more or less as was agreed for the item, or else the council allows."""
    for of_item in openings.values():
        for opening in of_item:
            off, expected = pence - opening.pence, opening.pence
            allowed = tolerance_of(opening.piece, settings) * expected
            if not opening.comes_again or may_be_slip(pence, expected):
                continue
            if opening.is_whole and expected and abs(off) * 100 <= allowed:
                share = share_of(opening, pence=pence)
                yield Explanation(FitKind.NEAR, (share,), opening.cost, opening.days, off)
                break


def may_be_slip(pence: int, expected: int) -> bool:
    """Whether an amount has another's figures in another order: a slip of the keys."""
    return pence != expected and sorted(str(pence)) == sorted(str(expected))


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
