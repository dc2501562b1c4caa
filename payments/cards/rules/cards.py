"""When a card may be issued, moved on and ended, and how a new one must be described."""

from collections.abc import Collection

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from payments.cards.rules.accounts import LAST_DIGITS, AccountProvider, MoneyAccountKind
from payments.cards.rules.states import CARD_TRANSITIONS, CardState


class CardReason(LabelledEnum):
    """Why a card ended."""

    LOST = "lost", "Lost"
    STOLEN = "stolen", "Stolen"
    DAMAGED = "damaged", "Damaged"
    EXPIRED = "expired", "Expired"
    NOT_NEEDED = "not_needed", "No longer needed"
    OTHER = "other", "Another reason"


REASONS_TO_REPLACE = (
    CardReason.LOST,
    CardReason.STOLEN,
    CardReason.DAMAGED,
    CardReason.EXPIRED,
    CardReason.OTHER,
)
REASONS_TO_CLOSE = (
    CardReason.NOT_NEEDED,
    CardReason.LOST,
    CardReason.STOLEN,
    CardReason.EXPIRED,
    CardReason.OTHER,
)


def issue_problems(kind: MoneyAccountKind, *, has_live_card: bool) -> list[Problem]:
    """Why no card can be issued on an account: a bank account has none, a card account one."""
    if kind != MoneyAccountKind.CARD:
        return [problem("card_on_bank_account")]
    return [problem("card_account_has_card")] if has_live_card else []


def new_card_problems(
    last4: str, reference: str, provider: AccountProvider, *, is_taken: bool
) -> list[Problem]:
    """What is wrong with how a new card is described.

    Payments that come by event are found by the processor's id, so there it must be given; one id
    is one card in a council (`is_taken`).
    """
    found = []
    if not (last4.isascii() and last4.isdigit() and len(last4) == LAST_DIGITS):
        found.append(problem("card_digits_wrong", "last4"))
    if provider == AccountProvider.STRIPE and not reference:
        found.append(problem("card_reference_missing", "provider_reference"))
    if is_taken:
        found.append(problem("card_reference_taken", "provider_reference"))
    return found


def reference_problems(*, comes_by_event: bool, is_taken: bool) -> list[Problem]:
    """Why a card's reference cannot be changed so: the processor's own id stays; one is one card's."""
    found = [problem("card_reference_stays", "provider_reference")] if comes_by_event else []
    if is_taken:
        found.append(problem("card_reference_taken", "provider_reference"))
    return found


def card_state_problems(now: CardState, to: CardState) -> list[Problem]:
    """Why a card cannot be moved on so: somebody may have moved it meanwhile."""
    return [] if to in CARD_TRANSITIONS[now] else [_refused(now)]


def activation_problems(now: CardState) -> list[Problem]:
    """Only a card that was sent is taken into use: a frozen one must be unfrozen, which is told."""
    return [] if now == CardState.ISSUED else [_refused(now)]


def _refused(now: CardState) -> Problem:
    return problem("card_state_refuses", state=now.value)


def reason_problems(reason: str, among: Collection[CardReason]) -> list[Problem]:
    """That a card ends for one of the reasons that end it so."""
    return [] if reason in among else [problem("card_reason_missing", "reason")]


def thawed(*, was_activated: bool) -> CardState:
    """What a card is when it is frozen no longer: as it was before."""
    return CardState.ACTIVE if was_activated else CardState.ISSUED
