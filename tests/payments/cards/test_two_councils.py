"""Each council has its own account with the card processor, and takes the events of no other."""

from datetime import UTC, datetime

import pytest

from marketplace.accounts.models import Authority
from payments.cards.actions import WEBHOOK, receive_webhook
from payments.cards.models import WebhookEvent
from payments.gateway.errors import DeliveryRefused
from tests.factories.accounts import as_viewer, make_authority, make_other_authority
from tests.factories.cards import make_processor, sign, stripe_event, stripe_sample

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 5, 12, 5, tzinfo=UTC)
CAPTURE = "issuing_transaction.created"


def deliver(authority: Authority, body: str, secret: str) -> WebhookEvent:
    return receive_webhook(
        by=as_viewer(WEBHOOK, NOW, authority),
        authority=authority,
        raw_body=body.encode(),
        signature=sign(body, NOW, secret),
    )


@pytest.fixture
def two() -> tuple[Authority, Authority]:
    ours, theirs = make_authority(), make_other_authority()
    make_processor(ours, ("whsec_ours",))
    make_processor(theirs, ("whsec_theirs",))
    return ours, theirs


def test_event_when_signed_for_another_council_is_refused_and_leaves_nothing(
    two: tuple[Authority, Authority],
) -> None:
    body = stripe_event(CAPTURE, stripe_sample("capture.json"))
    with pytest.raises(DeliveryRefused):
        deliver(two[1], body, "whsec_ours")
    assert not WebhookEvent.objects.exists()


def test_event_when_of_another_account_is_refused_though_signed_as_ours(
    two: tuple[Authority, Authority],
) -> None:
    body = stripe_event(CAPTURE, stripe_sample("capture.json"), account="acct_otherton")
    with pytest.raises(DeliveryRefused, match="card_delivery_of_another"):
        deliver(two[0], body, "whsec_ours")
    assert not WebhookEvent.objects.exists()


def test_event_number_when_two_councils_have_it_is_kept_for_both(
    two: tuple[Authority, Authority],
) -> None:
    for council, secret in zip(two, ("whsec_ours", "whsec_theirs"), strict=True):
        deliver(
            council, stripe_event(CAPTURE, stripe_sample("capture.json"), event_id="evt_1"), secret
        )
    assert set(WebhookEvent.objects.values_list("authority", flat=True)) == {c.pk for c in two}


def test_event_when_the_council_has_set_no_account_is_refused() -> None:
    body = stripe_event(CAPTURE, stripe_sample("capture.json"))
    with pytest.raises(DeliveryRefused, match="card_delivery_of_another"):
        deliver(make_authority(), body, "whsec_any")
