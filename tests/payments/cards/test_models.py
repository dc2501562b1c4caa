from datetime import datetime

import pytest
from django.db import IntegrityError

from payments.cards.models import Authorisation, ReceivedLine, StatementImport, WebhookEvent
from tests.factories.cards import make_stripe_card


def test_rows_name_themselves_without_a_person() -> None:
    assert str(StatementImport(file_name="november.csv")) == "november.csv"
    assert str(ReceivedLine(booked_date="2026-11-05", amount_pence=-900, currency="GBP")) == (
        "2026-11-05 -900 GBP"
    )
    assert str(Authorisation(provider_reference="iauth_1", state="pending")) == "iauth_1 pending"
    assert str(WebhookEvent(event_type="a.b", event_id="evt_1")) == "a.b evt_1"


@pytest.mark.django_db
def test_account_names_itself_by_its_last_digits() -> None:
    assert str(make_stripe_card()) == "card ending 4417"


@pytest.mark.django_db
def test_hold_is_never_below_zero(at: datetime) -> None:
    account = make_stripe_card()
    with pytest.raises(IntegrityError, match="hold_not_negative"):
        Authorisation.objects.create(
            authority=account.authority,
            account=account,
            amount_pence=0,
            held_pence=-1,
            authorised_at=at,
            changed_at=at,
        )
