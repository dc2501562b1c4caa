"""The passes that claim due dates, strongest evidence first.

What a pass leaves undecided keeps its dates: no weaker evidence may take them and so decide a tie
that was left for a person. That is why matching again changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from payments.reconciliation.rules.assign import certain_pairs
from payments.reconciliation.rules.fits import Due
from payments.reconciliation.rules.options import Option
from payments.reconciliation.rules.payees import likeness, payee_key
from payments.reconciliation.rules.values import (
    Claim,
    Line,
    Planned,
    Settings,
    Settled,
    Shape,
    Strength,
    TargetKind,
)

Slot = tuple[str, int, int]
AUTO = (Strength.PROVIDER_ID, Strength.REFERENCE, Strength.SAME_NAME, Strength.LIKE_NAME)


@dataclass(slots=True)
class Book:
    """What is used up so far, and what each line was given."""

    used: dict[Slot, int] = field(default_factory=dict)
    kept: set[Slot] = field(default_factory=set)
    given: dict[int, tuple[Option, tuple[Claim, ...], int]] = field(default_factory=dict)

    @classmethod
    def of(cls, settled: Iterable[Settled]) -> "Book":
        book = cls()
        for earlier in settled:
            for claim in earlier.claims:
                slot = (claim.kind, claim.id, claim.due.toordinal())
                book.used[slot] = book.used.get(slot, 0) + max(claim.units_c, 1)
        return book

    def is_free(self, slot: Slot) -> bool:
        return slot not in self.used and slot not in self.kept

    def give(self, line: Line, option: Option, dues: list[Due], units_c: int) -> None:
        claims = []
        for due in dues:
            slot = (*option.target, due.first.toordinal())
            self.used[slot] = self.used.get(slot, 0) + max(units_c, 1)
            claims.append(Claim(*option.target, due.first, units_c))
        days = dues[0].distance(line.day) if len(dues) == 1 else 0
        self.given[line.id] = (option, tuple(claims), days)


def one_to_one(
    lines: Iterable[tuple[Line, tuple[Option, ...]]], book: Book, settings: Settings
) -> None:
    """Whole payments against whole due dates, for every strength in turn, all lines at once."""
    waiting = list(lines)
    for strength in AUTO:
        costs: dict[int, dict[Slot, int]] = {}
        behind: dict[tuple[int, Slot], tuple[Line, Option, Due]] = {}
        for line, options in waiting:
            if options[0].strength is not strength or not _whole(options[0]):
                continue
            slots = costs.setdefault(line.id, {})
            for option in options:
                for due in option.dues(line, settings):
                    slot = (*option.target, due.first.toordinal())
                    if book.is_free(slot):
                        slots[slot] = _cost(due.distance(line.day))
                        behind[line.id, slot] = (line, option, due)
        pairs = certain_pairs(costs, class_of=_class_of)
        for line_id in sorted(pairs):
            line, option, due = behind[line_id, pairs[line_id]]
            units_c = option.fit.units_c if option.fit else 0
            book.give(line, option, [due], units_c)
        for line_id, slots in costs.items():
            if line_id not in pairs:
                book.kept.update(slot for slot in slots if slot not in book.used)


def _whole(option: Option) -> bool:
    if option.fit is None:
        return False
    near = option.fit.shape is Shape.NEAR and option.strength <= Strength.SAME_NAME
    return near or option.fit.shape is Shape.FULL


def _cost(distance: int) -> int:
    # Paying late is more usual than paying early.
    return 2 * distance if distance >= 0 else -3 * distance


def _class_of(slot: Slot) -> tuple[str, int]:
    kind, id_, _ = slot
    return (kind, 0 if kind == TargetKind.LOAD.value else id_)


def parts(lines: Iterable[tuple[Line, tuple[Option, ...]]], book: Book, settings: Settings) -> None:
    """Part of what is planned for a period, while the period has that much left. In date order."""
    for line, options in lines:
        option = options[0]
        if len(options) > 1 or option.strength not in AUTO or not _is(option, Shape.PART):
            continue
        assert option.fit is not None and isinstance(option.source, Planned)
        room = option.source.units_c - option.fit.units_c
        dues = [
            due
            for due in option.dues(line, settings)
            if (slot := (*option.target, due.first.toordinal())) not in book.kept
            and book.used.get(slot, 0) <= room
        ]
        if dues:
            nearest = min(dues, key=lambda due: (_cost(due.distance(line.day)), due.first))
            book.give(line, option, [nearest], option.fit.units_c)


def several(
    lines: Iterable[tuple[Line, tuple[Option, ...]]], book: Book, settings: Settings
) -> None:
    """Several periods at once, where staff have confirmed that rhythm before. Oldest first."""
    for line, options in lines:
        option = options[0]
        if len(options) > 1 or option.strength not in AUTO or not _is(option, Shape.SEVERAL):
            continue
        assert option.fit is not None and isinstance(option.source, Planned)
        periods = option.fit.periods
        if periods not in option.source.standing:
            continue
        late = option.source.every_days * periods + settings.days_late
        free = [
            due
            for due in option.dues(line, settings, late=late)
            if book.is_free((*option.target, due.first.toordinal()))
        ]
        if len(free) >= periods:
            book.give(line, option, free[:periods], option.source.units_c)


def _is(option: Option, shape: Shape) -> bool:
    return option.fit is not None and option.fit.shape is shape


def refunds(
    lines: Iterable[Line], purchases: Iterable[Settled], used: Mapping[Slot, int], days: int
) -> dict[int, Settled]:
    """Each refund with its purchase: same payee, same pence, not refunded before. Line id -> it.

    Purchases for one plan item are alike, because the money goes back to the same place.
    """
    by_amount: dict[int, list[Settled]] = {}
    for purchase in purchases:
        if purchase.target_kind is TargetKind.PLAN_ITEM and purchase.line.amount_pence < 0:
            by_amount.setdefault(-purchase.line.amount_pence, []).append(purchase)
    costs: dict[int, dict[Slot, int]] = {}
    behind: dict[Slot, Settled] = {}
    for line in lines:
        slots = costs.setdefault(line.id, {})
        for purchase in by_amount.get(line.amount_pence, ()):
            slot = ("refund", purchase.line.id, purchase.line.day.toordinal())
            age = (line.day - purchase.line.day).days
            if slot not in used and 0 <= age <= days and _same_payee(line, purchase.line):
                slots[slot] = age
                behind[slot] = purchase
    pairs = certain_pairs(costs, class_of=lambda slot: behind[slot].target_id)
    return {line_id: behind[slot] for line_id, slot in pairs.items()}


def _same_payee(refund: Line, purchase: Line) -> bool:
    return likeness(payee_key(refund.payee), payee_key(purchase.payee)) >= 90
