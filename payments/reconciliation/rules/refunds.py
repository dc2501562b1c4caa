"""Finding the purchase that a refund gives back, in full, in part, or in several parts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from payments.reconciliation.rules.amount_fit import whole_units
from payments.reconciliation.rules.naming import names_in, read, speaks_against, text_of
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.rivals import is_contested, is_named_as_well, may_be_mistaken
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Case,
    FitKind,
    PaymentLine,
    Planned,
    Settled,
    TargetKind,
)

#: The kind of claim that a refund makes on a purchase.
REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Refund:
    """The purchase that a line gives back, and how many pence of each plan item of it."""

    purchase: Settled
    shares: tuple[tuple[int, int], ...]


def refunds_found(
    lines: Iterable[PaymentLine], purchases: Iterable[Settled], case: Case
) -> dict[int, Refund]:
    """Each refund with its purchase, by line id. Together they never give back more than was paid."""
    bought = [
        each
        for each in purchases
        if each.target_kind is TargetKind.PLAN_LINE and each.line.amount_pence < 0
    ]
    returned = _returned(case.settled)
    found: dict[int, Refund] = {}
    odd: list[PaymentLine] = []
    for line in sorted(lines, key=lambda each: (each.day, each.id)):
        if line.amount_pence <= 0:
            continue
        if refund := _refund(line, bought, returned, case):
            returned[refund.purchase.line.id] += line.amount_pence
            found[line.id] = refund
        else:
            odd.append(line)
    return found | _in_two(odd, bought, returned, case)


def _in_two(
    lines: Sequence[PaymentLine],
    bought: Sequence[Settled],
    returned: dict[int, int],
    case: Case,
) -> dict[int, Refund]:
    """Two refunds that are no number of units each, and give back the whole of one purchase together."""
    found: dict[int, Refund] = {}
    for first, second in combinations(lines, 2):
        if first.id in found or second.id in found:
            continue
        both = replace(first, amount_pence=first.amount_pence + second.amount_pence)
        refund = _refund(both, bought, returned, case)
        again = _from_payee(second, _near(second, bought, returned, case), case)
        if refund is None or refund.purchase not in again or len(refund.shares) > 1:
            continue
        if -refund.purchase.line.amount_pence != both.amount_pence:
            continue
        item = refund.shares[0][0]
        own = [piece for piece in case.planned if piece.id == item]
        rest = [piece for piece in case.planned if piece.id != item]
        if any(_is_named_as_well(line, e, own, case) for e in rest for line in (first, second)):
            continue
        returned[refund.purchase.line.id] += both.amount_pence
        for line in (first, second):
            found[line.id] = Refund(refund.purchase, ((item, line.amount_pence),))
    return found


def _returned(settled: Iterable[Settled]) -> dict[int, int]:
    """Pence that earlier refunds gave back, by the line of the purchase."""
    pence: dict[int, int] = defaultdict(int)
    for each in settled:
        for claim in each.claims:
            if claim.kind == REFUND:
                pence[claim.id] += each.line.amount_pence
    return pence


def _near(
    line: PaymentLine, bought: Sequence[Settled], returned: dict[int, int], case: Case
) -> list[Settled]:
    """Purchases out of the same account, not long before, of which as much is left."""
    return [
        each
        for each in bought
        if 0 <= (line.day - each.line.day).days <= case.settings.refund_days
        and each.line.account_id == line.account_id
        and -each.line.amount_pence - returned[each.line.id] >= line.amount_pence
    ]


def _refund(
    line: PaymentLine, bought: Sequence[Settled], returned: dict[int, int], case: Case
) -> Refund | None:
    near = _near(line, bought, returned, case)
    if same := [each for each in near if same_provider_ref(line, each.line)]:
        return _only(line, same)
    near = _from_payee(line, near, case)
    whole = [each for each in near if -each.line.amount_pence == line.amount_pence]
    rest = [
        each
        for each in near
        if -each.line.amount_pence - returned[each.line.id] == line.amount_pence
    ]
    found = _only(line, whole) if whole else _only(line, rest) or _part(line, near, case)
    return None if found is None or _is_contested(line, found, case) else found


def _is_contested(line: PaymentLine, found: Refund, case: Case) -> bool:
    """Whether the line names another payee as surely, of whom as much may come back."""
    items = {item for item, _ in found.shares}
    own = [piece for piece in case.planned if piece.id in items]
    others = [
        piece
        for piece in case.planned
        if piece.id not in items
        and (
            _is_named_as_well(line, piece, own, case)
            or any(may_be_mistaken(piece.names, each.names) for each in own)
        )
    ]
    is_whole = -found.purchase.line.amount_pence == line.amount_pence
    kind = FitKind.FULL if is_whole else FitKind.PART
    how = Explanation(kind, (), 0)
    return is_contested(how, line.amount_pence, line.day, others, case.settings)


def _is_named_as_well(
    line: PaymentLine, piece: Planned, own: Sequence[Planned], case: Case
) -> bool:
    """Whether a line names the payee of a plan item as well as that of others."""
    naming = names_in(line, piece, case)
    ours = [found for each in own if (found := names_in(line, each, case))]
    letters = max((each.evidence.letters for each in ours), default=0)
    return naming is not None and is_named_as_well(read(line), piece.names, case.index, letters)


def _from_payee(line: PaymentLine, near: Sequence[Settled], case: Case) -> list[Settled]:
    """Purchases from the payees that the line names as surely as any."""
    named: dict[int, int] = {}
    for planned in case.planned:
        naming = names_in(line, planned, case)
        if (
            naming
            and naming.strength < Strength.WEAK_NAME
            and not speaks_against(line, naming, case)
        ):
            sure = 1000 if naming.strength is Strength.REFERENCE else naming.evidence.letters
            named[planned.id] = max(sure, named.get(planned.id, 0))
    most = max(named.values(), default=None)
    return [
        each
        for each in near
        if any(most is not None and named.get(item) == most for item, _ in each.pence_by_item)
        or (not named and same_payee(line, each.line))
    ]


def _only(line: PaymentLine, fitting: Sequence[Settled]) -> Refund | None:
    """The latest purchase, where all that fit are of the same plan items."""
    items = {tuple(item for item, _ in each.pence_by_item) for each in fitting}
    if len(items) != 1:
        return None
    latest = max(fitting, key=lambda each: (each.line.day, each.line.id))
    if -latest.line.amount_pence == line.amount_pence:
        return Refund(latest, latest.pence_by_item)
    if len(latest.pence_by_item) == 1:
        return Refund(latest, ((latest.pence_by_item[0][0], line.amount_pence),))
    return None


def _part(line: PaymentLine, near: Sequence[Settled], case: Case) -> Refund | None:
    """Some units of a purchase: of the one plan item that was bought, or the one whose units it comes to."""
    single = [each for each in near if len(each.pence_by_item) == 1]
    items = {each.pence_by_item[0][0] for each in single}
    if len(single) != len(near):
        return None
    items = {item for item in items if _is_whole_units(item, line, case.planned)}
    single = [each for each in single if _is_at_its_price(each, line, case.planned)]
    fitting = [each for each in single if each.pence_by_item[0][0] in items]
    return _only(line, fitting) if len(items) == 1 else None


def _is_at_its_price(purchase: Settled, line: PaymentLine, planned: Iterable[Planned]) -> bool:
    """Whether what comes back is whole units at a price at which the purchase was."""
    item = purchase.pence_by_item[0][0]
    return any(
        whole_units(piece, line.amount_pence) is not None
        and whole_units(piece, -purchase.line.amount_pence) is not None
        for piece in planned
        if piece.id == item
    )


def _is_whole_units(item: int, line: PaymentLine, planned: Iterable[Planned]) -> bool:
    return any(
        whole_units(piece, line.amount_pence) is not None for piece in planned if piece.id == item
    )


def same_payee(refund: PaymentLine, purchase: PaymentLine) -> bool:
    """Whether money came back from the payee of a purchase, by the same words."""
    return payee_key(text_of(refund)) == payee_key(text_of(purchase))


def same_provider_ref(refund: PaymentLine, purchase: PaymentLine) -> bool:
    """Whether the card provider gave both lines one number."""
    return bool(refund.provider_ref) and refund.provider_ref == purchase.provider_ref
