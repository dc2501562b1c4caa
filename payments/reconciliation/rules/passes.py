"""The passes that claim due dates, strongest evidence first.

What a pass leaves undecided keeps its dates: no weaker evidence may take them and so decide a tie
that was left for a person. That is why matching again changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from payments.reconciliation.rules.assign import certain_pairs
from payments.reconciliation.rules.fits import Due
from payments.reconciliation.rules.options import Option
from payments.reconciliation.rules.payees import LIKE, likeness, payee_key
from payments.reconciliation.rules.values import (
    Claim,
    Income,
    Line,
    Settings,
    Settled,
    Shape,
    Strength,
    TargetKind,
)

Slot = tuple[str, int, int]
AUTO = (Strength.REFERENCE, Strength.SAME_NAME, Strength.LIKE_NAME)


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
    whole = [(line, options) for line, options in lines if _whole(options[0])]
    for strength in AUTO:
        choices = {
            line.id: _choices(line, options, book, settings)
            for line, options in whole
            if options[0].strength is strength
        }
        costs = {
            line_id: {slot: _cost_to(choice.line, choice.days) for slot, choice in slots.items()}
            for line_id, slots in choices.items()
        }
        pairs = certain_pairs(costs, class_of=_class_of)
        for line_id, slot in sorted(pairs.items()):
            choice = choices[line_id][slot]
            book.give(choice.line, choice.option, [choice.due], choice.option.fit.units_c)
        for line_id in costs.keys() - pairs.keys():
            book.kept.update(slot for slot in costs[line_id] if slot not in book.used)


@dataclass(frozen=True, slots=True)
class _Choice:
    line: Line
    option: Option
    due: Due
    days: int


def _choices(
    line: Line, options: Iterable[Option], book: Book, settings: Settings
) -> dict[Slot, _Choice]:
    return {
        slot: _Choice(line, option, due, due.distance(line.day))
        for option in options
        for due in option.dues(line, settings)
        if book.is_free(slot := (*option.target, due.first.toordinal()))
    }


def _whole(option: Option) -> bool:
    if isinstance(option.source, Income):
        return False
    near = option.fit.shape is Shape.NEAR and option.strength <= Strength.SAME_NAME
    return near or option.fit.shape is Shape.FULL


def _cost(distance: int) -> int:
    # Paying late is more usual than paying early.
    return 2 * distance if distance >= 0 else -3 * distance


def _cost_to(line: Line, distance: int) -> int:
    # Where two lines would do as well, the earlier one has the date. The day is the same for all of
    # a line's choices, so it never decides what a line is for.
    return _cost(distance) * 10**7 + line.day.toordinal()


def _class_of(slot: Slot) -> tuple[str, int]:
    return slot[:2]


def incomes(lines: Iterable[tuple[Line, tuple[Option, ...]]], book: Book) -> None:
    """Money in that only one income explains. Loads are paid ahead and for any number of weeks."""
    for line, options in lines:
        option = options[0]
        if isinstance(option.source, Income) and len(options) == 1 and option.strength in AUTO:
            book.given[line.id] = (option, (), 0)


def parts(lines: Iterable[tuple[Line, tuple[Option, ...]]], book: Book, settings: Settings) -> None:
    """Part of what is planned for a period, while the period has that much left. In date order."""
    for line, options in lines:
        option = options[0]
        if len(options) > 1 or option.strength not in AUTO or option.fit.shape is not Shape.PART:
            continue
        dues = [
            due
            for due in option.dues(line, settings)
            if (slot := (*option.target, due.first.toordinal())) not in book.kept
            and book.used.get(slot, 0) <= option.fit.room_c
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
        if len(options) > 1 or option.strength not in AUTO or not option.fit.trusted:
            continue
        if dues := several_dues(line, option, book, settings):
            book.give(line, option, dues, option.fit.units_c // option.fit.periods)


def several_dues(line: Line, option: Option, book: Book, settings: Settings) -> list[Due]:
    """The oldest unpaid due dates that a payment for several periods covers; none if too few."""
    periods = option.fit.periods
    late = settings.days_late + option.every_days * periods
    free = [
        due
        for due in option.dues(line, settings, late=late)
        if book.is_free((*option.target, due.first.toordinal()))
    ]
    return free[:periods] if len(free) >= periods else []


def refunds(
    lines: Iterable[Line], purchases: Iterable[Settled], used: Mapping[Slot, int], days: int
) -> dict[int, Settled]:
    """Each refund with its purchase: same payee, same pence, not refunded before. Line id -> it.

    Where the provider gave both one number, only that purchase will do. Purchases for one plan item
    are alike, because the money goes back to the same place.
    """
    by_amount: dict[int, list[Settled]] = {}
    for purchase in purchases:
        if purchase.target_kind is TargetKind.PLAN_ITEM and purchase.line.amount_pence < 0:
            by_amount.setdefault(-purchase.line.amount_pence, []).append(purchase)
    behind: dict[Slot, Settled] = {}
    costs: dict[int, dict[Slot, int]] = {}
    for line in lines:
        fitting = [
            purchase
            for purchase in by_amount.get(line.amount_pence, ())
            if _slot_of(purchase) not in used and _gives_back(line, purchase.line, days)
        ]
        named = [purchase for purchase in fitting if same_provider_ref(line, purchase.line)]
        slots = costs.setdefault(line.id, {})
        for purchase in named or fitting:
            slots[_slot_of(purchase)] = _cost_to(line, (line.day - purchase.line.day).days)
            behind[_slot_of(purchase)] = purchase
    pairs = certain_pairs(costs, class_of=lambda slot: behind[slot].target_id)
    return {line_id: behind[slot] for line_id, slot in pairs.items()}


def _slot_of(purchase: Settled) -> Slot:
    return ("refund", purchase.line.id, purchase.line.day.toordinal())


def _gives_back(refund: Line, purchase: Line, days: int) -> bool:
    in_time = 0 <= (refund.day - purchase.day).days <= days
    return in_time and (same_payee(refund, purchase) or same_provider_ref(refund, purchase))


def same_payee(refund: Line, purchase: Line) -> bool:
    """Whether money came back from the payee of a purchase."""
    return likeness(payee_key(refund.payee), payee_key(purchase.payee)) >= LIKE


def same_provider_ref(refund: Line, purchase: Line) -> bool:
    """T0: whether the card provider gave both lines one number."""
    return bool(refund.provider_ref) and refund.provider_ref == purchase.provider_ref
