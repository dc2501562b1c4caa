"""Imports that were cut short, and deliveries that nobody applied, are counted."""

from datetime import datetime, timedelta

import pytest

from payments.cards.health import events, imports
from payments.cards.models import StatementImport, WebhookEvent
from payments.cards.rules import EventState
from tests.factories.accounts import make_authority
from tests.factories.cards import make_money_account

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def begin(at: datetime, finished_at: datetime | None = None) -> None:
    account = StatementImport.objects.first()
    of = account.account if account else make_money_account()
    StatementImport.objects.create(
        authority=of.authority,
        account=of,
        file_name="a.csv",
        sha256="0" * 64,
        format="csv",
        imported_at=at,
        imported_by_system="test",
        state="confirmed",
        confirmed_at=at,
        confirmed_by_system="test",
        finished_at=finished_at,
    )


def test_import_that_was_cut_short_is_seen_until_the_file_is_read_again(at: datetime) -> None:
    begin(at - HOUR)
    assert imports(at).is_well
    later = at + timedelta(seconds=1)
    assert not imports(later).is_well
    begin(later, finished_at=later)
    assert imports(later).is_well


@pytest.mark.parametrize(
    ("state", "is_well"), [(EventState.RECEIVED, False), (EventState.PARKED, True)]
)
def test_delivery_that_nobody_applied_is_seen(
    at: datetime, state: EventState, is_well: bool
) -> None:
    WebhookEvent.objects.create(
        authority=make_authority(),
        provider="stripe",
        provider_account="a",
        event_id="e",
        event_type="issuing_card.updated",
        body=b"{}",
        received_at=at - 2 * HOUR,
        state=state,
    )
    assert events(at).is_well == is_well
