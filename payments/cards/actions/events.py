"""The card processor's deliveries: stored once, then applied from the stored row in any order."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.errors import DomainError, Problem, problem
from marketplace.core.transitions import move
from marketplace.council.queries import card_processor, figure
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from payments.cards.actions.applying import apply_event
from payments.cards.errors import EventNotWaiting
from payments.cards.models import WebhookEvent
from payments.cards.rules import (
    EVENT_DAYS,
    EVENT_TRANSITIONS,
    MAY_IMPORT_MONEY,
    AccountProvider,
    EventState,
    ImportTask,
    retry_state_problems,
    stored,
)
from payments.cards.signals import event_waiting
from payments.gateway.errors import DeliveryRefused
from payments.gateway.stripe_events import parse_event, verify
from payments.ledger.rules import MAY_POST_MONEY

WEBHOOK = SystemActor("stripe_webhook", frozenset({MAY_IMPORT_MONEY, MAY_POST_MONEY}))
#: Judgement: the queue waits 1, 4, 16 and 64 minutes between five tries; a fault that lasts longer
#: needs a person.
ATTEMPTS_BEFORE_PARKING = 5


@transaction.atomic
def receive_webhook(
    *, by: Viewer, authority: Authority, raw_body: bytes, signature: str
) -> WebhookEvent:
    """Store a genuine delivery once and queue it. A duplicate returns the row stored before.

    Raises DeliveryRefused, and keeps nothing, for what is not signed, not of this council's own
    account, or not an event.
    """
    check(by, MAY_IMPORT_MONEY, authority.pk)
    processor = card_processor(authority.pk)
    if processor is None:
        raise DeliveryRefused(problem("card_delivery_of_another"))
    seen = verify(raw_body, signature, processor.secrets, now=by.at)
    account = seen.account_id or processor.account
    if account != processor.account or seen.livemode != processor.is_live:
        raise DeliveryRefused(problem("card_delivery_of_another"))
    event, created = WebhookEvent.objects.get_or_create(
        authority=authority,
        provider=AccountProvider.STRIPE,
        provider_account=account,
        event_id=seen.event_id,
        defaults={
            "event_type": seen.type,
            "body": raw_body,
            "received_at": by.at,
        },
    )
    if created:
        _audit("card_event.received", by, event)
        event_waiting.send(sender=WebhookEvent, event_id=event.pk)
    return event


@transaction.atomic
def process_event(*, by: Viewer, event_id: int) -> WebhookEvent:
    """Apply a stored event once. What a person must settle is parked with its reason."""
    event = WebhookEvent.objects.select_for_update().get(pk=event_id)
    check(by, MAY_IMPORT_MONEY, event.authority_id)
    if event.state != EventState.RECEIVED:
        return event
    try:
        with transaction.atomic():
            seen = parse_event(bytes(event.body).decode())
            state, why = apply_event(by=by, event=event, seen=seen), []
    except DomainError as refusal:
        state, why = EventState.PARKED, refusal.problems
    _settle(by, event, state, why)
    return event


@transaction.atomic
def note_failure(*, by: Viewer, event_id: int) -> WebhookEvent:
    """Count a try that failed through a fault of ours; the fifth parks the event."""
    event = WebhookEvent.objects.select_for_update().get(pk=event_id)
    check(by, MAY_IMPORT_MONEY, event.authority_id)
    attempts = event.attempts + 1
    if event.state == EventState.RECEIVED and attempts >= ATTEMPTS_BEFORE_PARKING:
        _settle(by, event, EventState.PARKED, [problem("card_event_failed", attempts=attempts)])
    else:
        event.attempts = attempts
        event.save(update_fields=["attempts"])
        _audit("card_event.failed", by, event)
    return event


@transaction.atomic
def retry_event(*, by: Viewer, event_id: int) -> WebhookEvent:
    """Have a parked event tried again, after a person has put right what held it up.

    Raises EventNotWaiting for one that is not parked.
    """
    event = WebhookEvent.objects.select_for_update().get(pk=event_id)
    check(by, MAY_IMPORT_MONEY, event.authority_id)
    if problems := retry_state_problems(EventState(event.state)):
        raise EventNotWaiting(*problems)
    _move(by, event, EventState.RECEIVED, "retried", problems=[], attempts=0, processed_at=None)
    event_waiting.send(sender=WebhookEvent, event_id=event.pk)
    return event


def _settle(by: Viewer, event: WebhookEvent, state: EventState, why: Sequence[Problem]) -> None:
    kept = [stored(one) for one in why]
    attempts = event.attempts + 1
    _move(by, event, state, state.value, problems=kept, attempts=attempts, processed_at=by.at)
    if state == EventState.PARKED:
        _ask_finance(by, event)
    else:
        finish_tasks(
            by=by,
            kind=ImportTask.PROBLEM,
            subject_type=event._meta.label_lower,
            subject_ids=[event.pk],
        )


def _move(
    by: Viewer, event: WebhookEvent, to: EventState, name: str, *, attempts: int, **changes: object
) -> None:
    move(
        event,
        to,
        table=EVENT_TRANSITIONS,
        by=by,
        event=f"card_event.{name}",
        changes={"attempts": attempts, **changes},
        event_type=event.event_type,
        attempts=attempts,
    )


def _ask_finance(by: Viewer, event: WebhookEvent) -> None:
    task = new_task(
        authority_id=event.authority_id,
        kind=ImportTask.PROBLEM,
        role=Role.FINANCE,
        subject=event,
        title="Message from the card processor to check",
        address=reverse("cards:events"),
        due_date=by.today + timedelta(figure(event.authority_id, EVENT_DAYS, by.today)),
        at=by.at,
    )
    raise_tasks([task])


def _audit(name: str, by: Viewer, event: WebhookEvent) -> None:
    record(event=name, by=by, subject=event, event_type=event.event_type, attempts=event.attempts)
