"""Finding the purchase that a refund gives back."""

from collections.abc import Iterable, Mapping

from payments.reconciliation.rules.allocation import Slot, cost_to
from payments.reconciliation.rules.assignment import certain_pairs
from payments.reconciliation.rules.payees import LIKE, likeness, payee_key
from payments.reconciliation.rules.values import PaymentLine, Settled, TargetKind

#: The kind of claim that a refund makes on a purchase.
REFUND = "refund"


def purchases_refunded(
    lines: Iterable[PaymentLine], purchases: Iterable[Settled], used: Mapping[Slot, int], days: int
) -> dict[int, Settled]:
    """Each refund with its purchase: same payee, same pence, not refunded before. Line id -> it.

    Where the provider gave both one number, only that purchase will do. Purchases for one plan item
    are alike, because the money goes back to the same place.
    """
    by_amount: dict[int, list[Settled]] = {}
    for purchase in purchases:
        if purchase.target_kind is TargetKind.PLAN_LINE and purchase.line.amount_pence < 0:
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
            slots[_slot_of(purchase)] = cost_to(line, (line.day - purchase.line.day).days)
            behind[_slot_of(purchase)] = purchase
    pairs = certain_pairs(costs, class_of=lambda slot: behind[slot].target_id)
    return {line_id: behind[slot] for line_id, slot in pairs.items()}


def _slot_of(purchase: Settled) -> Slot:
    return (REFUND, purchase.line.id, purchase.line.day.toordinal())


def _gives_back(refund: PaymentLine, purchase: PaymentLine, days: int) -> bool:
    in_time = 0 <= (refund.day - purchase.day).days <= days
    return in_time and (same_payee(refund, purchase) or same_provider_ref(refund, purchase))


def same_payee(refund: PaymentLine, purchase: PaymentLine) -> bool:
    """Whether money came back from the payee of a purchase."""
    return likeness(payee_key(refund.payee), payee_key(purchase.payee)) >= LIKE


def same_provider_ref(refund: PaymentLine, purchase: PaymentLine) -> bool:
    """Whether the card provider gave both lines one number."""
    return bool(refund.provider_ref) and refund.provider_ref == purchase.provider_ref
