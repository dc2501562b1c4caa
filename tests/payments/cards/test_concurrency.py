"""Twins in parallel, each on its own connection. On SQLite and on PostgreSQL alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from payments.cards.actions import (
    WEBHOOK,
    import_statement,
    process_event,
    receive_webhook,
)
from payments.cards.models import ReceivedLine, WebhookEvent
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer, make_authority
from tests.factories.cards import (
    IMPORTER,
    csv_statement,
    make_money_account,
    make_stripe_card,
    sign,
    stripe_event,
    stripe_sample,
)

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.postgresql]
NOW = datetime(2026, 11, 5, 12, 5, tzinfo=UTC)
TWINS = 4


def at_once(work: Callable[[], object]) -> list[object]:
    """Run the same work in several threads that start together; their answers."""
    gate = Barrier(TWINS)

    def one() -> object:
        gate.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(TWINS) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(TWINS)]]


def test_twin_deliveries_are_stored_once_and_posted_once() -> None:
    account, authority = make_stripe_card(), make_authority()
    body = stripe_event("issuing_transaction.created", stripe_sample("capture.json"))

    def deliver() -> WebhookEvent:
        return receive_webhook(
            by=as_viewer(WEBHOOK, NOW),
            authority=authority,
            raw_body=body.encode(),
            signature=sign(body, NOW),
        )

    assert len({event.pk for event in at_once(deliver)}) == 1  # type: ignore[attr-defined]
    event = WebhookEvent.objects.get()
    at_once(lambda: process_event(by=as_viewer(WEBHOOK, NOW), event_id=event.pk))
    account.refresh_from_db()
    assert (ReceivedLine.objects.count(), Transfer.objects.count()) == (1, 1)
    assert account.available_pence == -4950


def test_same_file_imported_by_several_at_once_comes_in_once() -> None:
    account = make_money_account()
    data = csv_statement(60)
    runs = at_once(
        lambda: import_statement(
            by=as_viewer(IMPORTER, NOW), account=account, data=data, filename="twin.csv"
        )
    )
    assert sum(run.created for run in runs) == 60  # type: ignore[attr-defined]
    assert sum(run.unchanged for run in runs) == 60 * (TWINS - 1)  # type: ignore[attr-defined]
    account.refresh_from_db()
    assert ReceivedLine.objects.count() == Transfer.objects.count() == 60
    assert account.available_pence == sum(
        ReceivedLine.objects.values_list("amount_pence", flat=True)
    )
