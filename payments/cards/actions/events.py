"""The card processor's deliveries: stored once, then applied from the stored row in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django_tasks import task

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.clock import now
from marketplace.core.dates import london_date
from marketplace.core.errors import DomainError
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task
from payments.cards.actions.applying import apply_event
from payments.cards.errors import EventNotWaiting
from payments.cards.models import WebhookEvent
from payments.cards.rules import EVENT_TRANSITIONS, MAY_IMPORT_MONEY, EventState, ImportTask
from payments.gateway.stripe_events import DeliveryRefused, parse_event, verify

PROVIDER = "stripe"
WEBHOOK = SystemActor("stripe_webhook", frozenset({MAY_IMPORT_MONEY}))
ATTEMPTS_BEFORE_PARKING = 5
PARKED_DUE = timedelta(days=3)
FAILED = "The event could not be applied because of a fault here. It was tried {} times."


@dataclass(frozen=True)
class Processor:
    """Whose deliveries we take: the secrets we share, newest first, the account, live or test."""

    secrets: Sequence[str]
    account: str
    livemode: bool


@transaction.atomic
def receive_webhook(
    *, by: Viewer, authority: Authority, raw_body: bytes, signature: str, processor: Processor
) -> WebhookEvent:
    """Store a genuine delivery once and queue it. A duplicate returns the row stored before.

    Raises DeliveryRefused, and keeps nothing, for what is not signed, not ours, or not an event.
    """
    check(by, MAY_IMPORT_MONEY, authority.pk)
    seen = verify(raw_body, signature, processor.secrets, now=by.at)
    account = seen.account_id or processor.account
    if account != processor.account or seen.livemode != processor.livemode:
        raise DeliveryRefused("The delivery is of another account or mode.")
    event, created = WebhookEvent.objects.get_or_create(
        provider=PROVIDER,
        provider_account=account,
        event_id=seen.event_id,
        defaults={
            "authority": authority,
            "event_type": seen.type,
            "body": raw_body,
            "received_at": by.at,
        },
    )
    if created:
        _audit("card_event.received", by, event)
        process_stored_event.enqueue(event.pk)
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
            state, reason = apply_event(by=by, event=event, seen=seen), ""
    except DomainError as problem:
        state, reason = EventState.PARKED, str(problem)
    event.attempts += 1
    _settle(by, event, state, reason)
    return event


@transaction.atomic
def note_failure(*, by: Viewer, event_id: int) -> WebhookEvent:
    """Count a try that failed through a fault of ours; the fifth parks the event."""
    event = WebhookEvent.objects.select_for_update().get(pk=event_id)
    check(by, MAY_IMPORT_MONEY, event.authority_id)
    event.attempts += 1
    if event.state == EventState.RECEIVED and event.attempts >= ATTEMPTS_BEFORE_PARKING:
        _settle(by, event, EventState.PARKED, FAILED.format(event.attempts))
    else:
        event.save(update_fields=["attempts"])
        _audit("card_event.failed", by, event)
    return event


@transaction.atomic
def retry_event(*, by: Viewer, event_id: int) -> WebhookEvent:
    """Have a parked event tried again, after a person has put right what held it up."""
    event = WebhookEvent.objects.select_for_update().get(pk=event_id)
    check(by, MAY_IMPORT_MONEY, event.authority_id)
    if EventState.RECEIVED not in EVENT_TRANSITIONS[EventState(event.state)]:
        raise EventNotWaiting(
            "This event is not waiting for a person. Load the page again to see it."
        )
    event.state, event.reason, event.attempts = EventState.RECEIVED, "", 0
    event.processed_at = None
    event.save(update_fields=["state", "reason", "attempts", "processed_at"])
    _audit("card_event.retried", by, event)
    process_stored_event.enqueue(event.pk)
    return event


@task()
def process_stored_event(event_pk: int) -> None:
    """The job. Safe to repeat: an event that is done stays done."""
    try:
        process_event(by=Viewer.machine(WEBHOOK, now()), event_id=event_pk)
    except Exception:
        note_failure(by=Viewer.machine(WEBHOOK, now()), event_id=event_pk)
        raise


def _settle(by: Viewer, event: WebhookEvent, state: EventState, reason: str) -> None:
    event.state, event.reason, event.processed_at = state, reason[:400], by.at
    event.save(update_fields=["state", "reason", "attempts", "processed_at"])
    if state == EventState.PARKED:
        raise_tasks([_task(event, by.at)])
    else:
        finish_tasks(
            by=by,
            kind=ImportTask.PROBLEM,
            subject_type=event._meta.label_lower,
            subject_ids=[event.pk],
        )
    _audit(f"card_event.{state}", by, event)


def _task(event: WebhookEvent, at: datetime) -> Task:
    return new_task(
        authority_id=event.authority_id,
        kind=ImportTask.PROBLEM,
        role=Role.FINANCE,
        subject=event,
        title="A message from the card processor needs a person",
        address=reverse("cards:events"),
        due_date=london_date(at + PARKED_DUE),
        at=at,
    )


def _audit(name: str, by: Viewer, event: WebhookEvent) -> None:
    record(event=name, by=by, subject=event, event_type=event.event_type, attempts=event.attempts)
