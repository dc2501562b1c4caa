"""What one genuine event changes. Part of process_event, whose transaction and audit event cover it."""

from collections.abc import Callable, Mapping
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import london_date
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.actions.cards import note_use
from payments.cards.actions.posting import announce, change_available, post_booked
from payments.cards.errors import EventParked
from payments.cards.models import Authorisation, Card, MoneyAccount, ReceivedLine, WebhookEvent
from payments.cards.rules import (
    CATEGORY_LENGTH,
    HOLD_TRANSITIONS,
    PAYEE_LENGTH,
    POUNDS,
    AccountProvider,
    EventState,
    EventSubject,
    HoldState,
    LineState,
    event_order,
    held_pence,
    hold_state,
    is_newer,
    merge_state,
    provider_key,
)
from payments.gateway.contract import IssuingAuthorisation, IssuingTransaction, StripeEvent
from payments.gateway.statements import show_amount
from payments.gateway.stripe_events import read_authorisation, read_card, read_transaction


def apply_event(*, by: Viewer, event: WebhookEvent, seen: StripeEvent) -> EventState:
    """Apply the event and say what became of it. Raises EventParked or EventUnreadable."""
    require_transaction()
    kind, _, change = seen.type.rpartition(".")
    apply = _APPLIERS.get(kind)
    if apply is None or change not in ("created", "updated"):
        return EventState.IGNORED
    return apply(by, event, seen)


def _transaction(by: Viewer, event: WebhookEvent, seen: StripeEvent) -> EventState:
    moved = read_transaction(seen.object)
    card = _card_of(event, moved.card_id, moved.currency)
    account = card.account
    known = ReceivedLine.objects.filter(account=account, provider_reference=moved.id).first()
    if known is not None:
        return _seen_again(known, moved)
    line = ReceivedLine.objects.create(
        authority_id=account.authority_id,
        account=account,
        identity=_identity(moved),
        booked_date=london_date(moved.occurred_at),
        amount_pence=moved.amount_minor,
        currency=moved.currency,
        payee=moved.merchant_name[:PAYEE_LENGTH],
        description=_description(moved),
        provider_reference=moved.id,
        authorisation_reference=moved.authorisation_id,
        mcc=moved.merchant_category[:CATEGORY_LENGTH],
        state=LineState.BOOKED,
        received_at=by.at,
    )
    post_booked(by=by, account=account, lines=[line])
    note_use(by=by, card=card)
    hold = Authorisation.objects.filter(
        account=account, provider_reference=moved.authorisation_id
    ).first()
    if hold is not None:
        _set_held(account, hold)
    announce(at=by.at, line_ids=[line.pk] if line.amount_pence else [])
    return EventState.PROCESSED


def _seen_again(known: ReceivedLine, moved: IssuingTransaction) -> EventState:
    """A snapshot of a line that is here. Its words may change; its money never does."""
    if known.amount_pence != moved.amount_minor:
        raise EventParked(problem("card_event_amount_changed"))
    known.payee, known.mcc = (
        moved.merchant_name[:PAYEE_LENGTH],
        moved.merchant_category[:CATEGORY_LENGTH],
    )
    known.save(update_fields=["payee", "mcc"])
    return EventState.PROCESSED


def _authorisation(by: Viewer, event: WebhookEvent, seen: StripeEvent) -> EventState:
    asked = read_authorisation(seen.object)
    card = _card_of(event, asked.card_id, asked.currency)
    account = card.account
    if asked.asked and not asked.approved:
        return EventState.IGNORED
    order = event_order(seen.type, seen.created_at, seen.event_id)
    hold = Authorisation.objects.filter(account=account, provider_reference=asked.id).first()
    if hold is None:
        hold = _new_hold(card, asked, order, by)
    else:
        _change_hold(hold, asked, order, by)
    _set_held(account, hold)
    if asked.approved:
        note_use(by=by, card=card)
    return EventState.PROCESSED


def _new_hold(card: Card, asked: IssuingAuthorisation, order: str, by: Viewer) -> Authorisation:
    return Authorisation.objects.create(
        authority_id=card.authority_id,
        account=card.account,
        card=card,
        provider_reference=asked.id,
        currency=asked.currency,
        state=hold_state(asked),
        authorised_at=asked.occurred_at,
        changed_at=by.at,
        **_newest(asked, order),
    )


def _change_hold(hold: Authorisation, asked: IssuingAuthorisation, order: str, by: Viewer) -> None:
    """Move the hold on where the event says so; its facts are those of the newest event."""
    changes: dict[str, Any] = {"changed_at": by.at}
    if _replaces(hold, asked, order):
        changes |= _newest(asked, order)
    state = merge_state(HoldState(hold.state), hold_state(asked))
    if state != hold.state:
        move(
            hold,
            state,
            table=HOLD_TRANSITIONS,
            by=by,
            event=f"card_hold.{state}",
            changes=changes,
        )
        return
    for name, value in changes.items():
        setattr(hold, name, value)
    hold.save(update_fields=list(changes))


def _replaces(hold: Authorisation, asked: IssuingAuthorisation, order: str) -> bool:
    """Whether the event's facts are the newer ones. Of two in one second the larger amount is believed,
    whichever came first: what is held too long is freed by the capture, what is not may be spent twice."""
    newer = is_newer(order, hold.newest_event)
    return asked.amount_minor > hold.amount_pence if newer is None else newer


def _newest(asked: IssuingAuthorisation, order: str) -> dict[str, Any]:
    return {
        "newest_event": order,
        "amount_pence": asked.amount_minor,
        "payee": asked.merchant_name[:PAYEE_LENGTH],
        "mcc": asked.merchant_category[:CATEGORY_LENGTH],
    }


def _card(by: Viewer, event: WebhookEvent, seen: StripeEvent) -> EventState:
    """Finance moves a card on, who know why; but one that is not of an account here needs a person.

    The processor has one word, inactive, for a card that was not taken into use and for a frozen one.
    """
    card = read_card(seen.object)
    _card_of(event, card.id, card.currency)
    return EventState.IGNORED


Applier = Callable[[Viewer, WebhookEvent, StripeEvent], EventState]
_APPLIERS: Mapping[str, Applier] = {
    EventSubject.TRANSACTION: _transaction,
    EventSubject.AUTHORISATION: _authorisation,
    EventSubject.CARD: _card,
}


def _card_of(event: WebhookEvent, card_id: str, currency: str) -> Card:
    """The event's card, ended or not, with its account locked. Raises EventParked for an unknown card
    or another currency."""
    account = (
        MoneyAccount.objects.select_for_update(of=("self",))
        .filter(
            provider=AccountProvider.STRIPE,
            cards__authority_id=event.authority_id,
            cards__provider_reference=card_id,
        )
        .first()
    )
    expected = account.currency if account else POUNDS
    if currency != expected:
        facts = {"currency": currency, "expected": expected}
        raise EventParked(problem("card_event_other_currency", **facts))
    if account is None:
        raise EventParked(problem("card_event_unknown_card"))
    card: Card = account.cards.get(provider_reference=card_id)
    return card


def _set_held(account: MoneyAccount, hold: Authorisation) -> None:
    """Work out what is still held from the captures so far, and free or take the difference."""
    captured = ReceivedLine.objects.filter(
        account=account, authorisation_reference=hold.provider_reference
    ).values_list("amount_pence", flat=True)
    before = hold.held_pence
    hold.held_pence = held_pence(HoldState(hold.state), hold.amount_pence, captured)
    hold.save(update_fields=["held_pence"])
    change_available(account, before - hold.held_pence)


def _identity(moved: IssuingTransaction) -> str:
    key = provider_key(moved.id, moved.amount_minor, moved.currency, london_date(moved.occurred_at))
    return f"{key}:1"


def _description(moved: IssuingTransaction) -> str:
    """What the payee's own currency was, where it was another."""
    if moved.merchant_currency == moved.currency:
        return ""
    return f"{show_amount(moved.merchant_amount_minor, moved.merchant_currency)} at the merchant"
