"""What a card's events say is held, in whatever order they come."""

from collections.abc import Iterable
from datetime import datetime

from payments.cards.rules.states import HOLD_TRANSITIONS, HoldState
from payments.gateway.contract import IssuingAuthorisation

_RANK = {"created": 1, "updated": 2}


def event_order(event_type: str, created_at: datetime, event_id: str) -> str:
    """A text that sorts by the processor's clock; within one second, created before updated.

    The id is kept to say which event it was. It says nothing of the order: `is_newer`.
    """
    rank = _RANK.get(event_type.rsplit(".", 1)[-1], 0)
    return f"{int(created_at.timestamp()):012d}.{rank}.{event_id}"


def is_newer(order: str, known: str) -> bool | None:
    """Whether an event came after the one known; None where the processor's clock cannot tell."""
    seen, before = order.rsplit(".", 1)[0], known.rsplit(".", 1)[0]
    return None if seen == before else seen > before


def hold_state(seen: IssuingAuthorisation) -> HoldState:
    """The state that one event shows. A word that we do not know leaves the hold pending."""
    if not seen.approved:
        return HoldState.DECLINED
    try:
        return HoldState(seen.status)
    except ValueError:
        return HoldState.PENDING


def merge_state(known: HoldState, seen: HoldState) -> HoldState:
    """The state after both were seen: it moves on by the table and never back."""
    return seen if seen in HOLD_TRANSITIONS[known] else known


def held_pence(state: HoldState, approved_pence: int, captured: Iterable[int]) -> int:
    """What is still held: the approved pence less what was taken from it, never below zero.

    `captured` are the signed pence of lines that name the hold; money that came back frees nothing
    twice. Captures may exceed the hold, and a hold that has ended holds nothing.
    """
    if state != HoldState.PENDING:
        return 0
    taken = sum(-pence for pence in captured if pence < 0)
    return max(approved_pence - taken, 0)
