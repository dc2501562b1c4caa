"""Cards on an account that stays: issued, taken into use, frozen, replaced, closed.

What is done here is what finance knows of a card; the card programme is where it is done.
"""

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import Problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.actions.telling import tell_of_card
from payments.cards.errors import CardRefused
from payments.cards.models import Card, MoneyAccount
from payments.cards.rules import (
    CARD_TRANSITIONS,
    MAY_IMPORT_MONEY,
    REASONS_TO_CLOSE,
    REASONS_TO_REPLACE,
    AccountProvider,
    CardNotice,
    CardReason,
    CardState,
    MoneyAccountKind,
    activation_problems,
    card_state_problems,
    issue_problems,
    new_card_problems,
    open_problems,
    reason_problems,
    reference_problems,
    thawed,
)


@transaction.atomic
def issue_card(*, by: Viewer, account_id: int, last4: str, provider_reference: str = "") -> Card:
    """A card on an open card account that has none in use. Raises CardRefused."""
    account = MoneyAccount.objects.select_for_update().get(pk=account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    _refuse(open_problems(is_closed=account.closed_at is not None))
    has_live = account.cards.live().exists()
    _refuse(issue_problems(MoneyAccountKind(account.kind), has_live_card=has_live))
    _refuse(_new_card_problems(account, last4, provider_reference))
    card = new_card(by=by, account=account, last4=last4, provider_reference=provider_reference)
    record(event="card.issued", by=by, subject=card, account_id=account.pk)
    return card


@transaction.atomic
def activate_card(*, by: Viewer, card_id: int) -> Card:
    """The person has taken a card into use, and no payment could say so: a statement names no card.

    Raises CardRefused for one that is not just issued.
    """
    card = _lock(by, card_id)
    _refuse(activation_problems(CardState(card.state)))
    note_use(by=by, card=card)
    return card


@transaction.atomic
def freeze_card(*, by: Viewer, card_id: int) -> Card:
    """The card programme refuses payments with the card for now. Raises CardRefused."""
    card = _lock(by, card_id)
    _move(by, card, CardState.FROZEN, "card.frozen")
    tell_of_card(by=by, card=card, kind=CardNotice.FROZEN)
    return card


@transaction.atomic
def unfreeze_card(*, by: Viewer, card_id: int) -> Card:
    """A frozen card is again what it was before. Raises CardRefused for one that is not frozen."""
    card = _lock(by, card_id)
    _move(by, card, thawed(was_activated=card.activated_at is not None), "card.unfrozen")
    tell_of_card(by=by, card=card, kind=CardNotice.UNFROZEN)
    return card


@transaction.atomic
def replace_card(
    *, by: Viewer, card_id: int, last4: str, reason: str, provider_reference: str = ""
) -> Card:
    """A new card on the same account, on which the old one ends. Answers the new one.

    Payments of the old one that still come in find the account. Raises CardRefused.
    """
    old = _lock(by, card_id)
    _refuse(card_state_problems(CardState(old.state), CardState.REPLACED))
    described = _new_card_problems(old.account, last4, provider_reference)
    _refuse([*described, *reason_problems(reason, REASONS_TO_REPLACE)])
    _end(by, old, CardState.REPLACED, CardReason(reason), "card.replaced")
    card = new_card(
        by=by,
        account=old.account,
        last4=last4,
        provider_reference=provider_reference,
        replaces=old,
    )
    tell_of_card(by=by, card=old, kind=CardNotice.REPLACED)
    return card


@transaction.atomic
def close_card(*, by: Viewer, card_id: int, reason: str) -> Card:
    """The card ends and no other takes its place; the account and its money stay. Raises CardRefused."""
    card = _lock(by, card_id)
    _refuse(card_state_problems(CardState(card.state), CardState.CLOSED))
    _refuse(reason_problems(reason, REASONS_TO_CLOSE))
    _end(by, card, CardState.CLOSED, CardReason(reason), "card.closed")
    tell_of_card(by=by, card=card, kind=CardNotice.CLOSED)
    return card


@transaction.atomic
def set_card_reference(*, by: Viewer, card_id: int, provider_reference: str) -> Card:
    """Say by what reference the card programme's files name a card; "" where they name none.

    Ended cards too: their payments may still come. Raises CardRefused where another card has it, and
    for a card whose payments come from the card processor and find it by its id.
    """
    card = _lock(by, card_id)
    others = Card.objects.filter(
        authority_id=card.authority_id, provider_reference=provider_reference
    ).exclude(pk=card.pk)
    by_event = card.account.provider == AccountProvider.STRIPE
    is_taken = bool(provider_reference) and others.exists()
    _refuse(reference_problems(comes_by_event=by_event, is_taken=is_taken))
    card.provider_reference = provider_reference
    card.save(update_fields=["provider_reference"])
    record(event="card.reference_set", by=by, subject=card, account_id=card.account_id)
    return card


def new_card(
    *,
    by: Viewer,
    account: MoneyAccount,
    last4: str,
    provider_reference: str = "",
    replaces: Card | None = None,
) -> Card:
    """The row of a card that was sent today. Part of the action that issues it."""
    require_transaction()
    return Card.objects.create(
        authority_id=account.authority_id,
        account=account,
        last4=last4,
        provider_reference=provider_reference,
        state=CardState.ISSUED,
        changed_at=by.at,
        issued_at=by.at,
        replaces=replaces,
        **actor_columns("issued_by", by),
    )


def note_use(*, by: Viewer, card: Card) -> None:
    """A card that was just issued is in use, once its first payment or a person says so.

    Part of the action that learns it, whose permission covers it.
    """
    require_transaction()
    if card.state == CardState.ISSUED:
        _move(by, card, CardState.ACTIVE, "card.activated", activated_at=by.at)


def note_use_of_only_card(*, by: Viewer, account: MoneyAccount) -> None:
    """What a statement shows was paid with the account's only card. It says nothing of two."""
    require_transaction()
    cards = list(account.cards.all()[:2])
    if len(cards) == 1:
        note_use(by=by, card=cards[0])


def _lock(by: Viewer, card_id: int) -> Card:
    """The card, with its account locked first, as payments lock it."""
    account_id = Card.objects.values_list("account", flat=True).get(pk=card_id)
    account = MoneyAccount.objects.select_for_update().get(pk=account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    card: Card = account.cards.get(pk=card_id)
    return card


def _new_card_problems(account: MoneyAccount, last4: str, reference: str) -> list[Problem]:
    provider = AccountProvider(account.provider)
    return described_problems(account.authority_id, provider, last4, reference)


def described_problems(
    authority_id: int, provider: AccountProvider, last4: str, reference: str
) -> list[Problem]:
    """What is wrong with how a new card is described. One query."""
    known = Card.objects.filter(authority_id=authority_id, provider_reference=reference)
    is_taken = bool(reference) and known.exists()
    return new_card_problems(last4, reference, provider, is_taken=is_taken)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise CardRefused(*problems)


def _end(by: Viewer, card: Card, to: CardState, reason: CardReason, event: str) -> None:
    _move(by, card, to, event, ended_at=by.at, reason=reason)


def _move(by: Viewer, card: Card, to: CardState, event: str, **changes: object) -> None:
    """Move the card on, in one statement with what else changes. Raises CardRefused."""
    _refuse(card_state_problems(CardState(card.state), to))
    move(
        card,
        to,
        table=CARD_TRANSITIONS,
        by=by,
        event=event,
        changes={"changed_at": by.at, **changes},
        account_id=card.account_id,
    )
