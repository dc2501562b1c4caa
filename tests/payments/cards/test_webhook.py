import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from marketplace.core import job_queue
from payments.cards.models import ReceivedLine, WebhookEvent
from tests.factories.cards import (
    OLD_SECRET,
    make_processor,
    make_stripe_card,
    sign,
    stripe_event,
    stripe_sample,
)

NOW = datetime(2026, 11, 5, 12, 5, tzinfo=UTC)
PATH = "/webhooks/stripe/issuing/"


@pytest.fixture(autouse=True)
def _fixed_clock(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(job_queue, "_schedules", [])
    make_processor()
    with time_machine.travel(NOW, tick=False):
        yield


def post(body: str | bytes, header: str | None = None) -> int:
    raw = body.encode() if isinstance(body, str) else body
    signature = sign(raw.decode(), NOW) if header is None else header
    response = Client(enforce_csrf_checks=True).post(
        PATH, raw, content_type="application/json", headers={"Stripe-Signature": signature}
    )
    return response.status_code


BODY = stripe_event("issuing_transaction.created", stripe_sample("capture.json"))


def test_signed_delivery_is_stored_raw_answered_and_processed_from_the_row() -> None:
    make_stripe_card()
    assert post(BODY) == 200
    event = WebhookEvent.objects.get()
    assert bytes(event.body) == BODY.encode()
    assert (event.state, ReceivedLine.objects.count()) == ("received", 0)
    call_command("work", "--once")
    event.refresh_from_db()
    assert (event.state, ReceivedLine.objects.count()) == ("processed", 1)


def test_duplicate_is_answered_and_not_stored() -> None:
    assert (post(BODY), post(BODY)) == (200, 200)
    assert WebhookEvent.objects.count() == 1


def test_secret_before_is_accepted_while_it_rolls() -> None:
    assert post(BODY, sign(BODY, NOW, OLD_SECRET)) == 200


@pytest.mark.parametrize(
    ("body", "header", "status"),
    [
        (BODY, "", 400),
        (BODY, "t=1,v1=bad", 400),
        (BODY, sign(BODY, datetime(2027, 11, 5, tzinfo=UTC)), 400),
        (b"\xff\xfe", "t=1,v1=bad", 400),
        ("[]", None, 400),
        ('{"object": "v2.core.event", "id": "evt_1"}', None, 400),
        (b"x" * 256 * 1024 + b"y", "t=1,v1=bad", 413),
        (b"x" * 5_000_000, "t=1,v1=bad", 413),
    ],
)
def test_other_deliveries_are_refused_and_leave_nothing(
    body: str | bytes, header: str | None, status: int
) -> None:
    assert post(body, header) == status
    assert WebhookEvent.objects.count() == 0


def test_reading_the_address_is_refused() -> None:
    assert Client().get(PATH).status_code == 405


@pytest.mark.real_data
def test_objects_that_others_wrote_are_stored_and_processed_once_in_any_order(
    shared_data: Path,
) -> None:
    found = [json.loads(path.read_text()) for path in sorted((shared_data / "stripe").iterdir())]
    make_stripe_card("ic_1Pgag5B7WZ01zgkWephORn8N")
    bodies = [stripe_event(f"{one['object'].replace('.', '_')}.created", one) for one in found]
    for body in (*reversed(bodies), *bodies):
        assert post(body) == 200
    call_command("work", "--once")
    states = {event.event_type: event for event in WebhookEvent.objects.all()}
    assert len(states) == len(found) == 4
    assert {kind: event.state for kind, event in states.items()} == {
        "issuing_authorization.created": "parked",
        "issuing_card.created": "parked",
        "issuing_cardholder.created": "ignored",
        "issuing_transaction.created": "parked",
    }
    assert states["issuing_transaction.created"].problems[0]["facts"]["currency"] == "USD"
    assert all(event.attempts == 1 for event in states.values())
    assert ReceivedLine.objects.count() == 0
