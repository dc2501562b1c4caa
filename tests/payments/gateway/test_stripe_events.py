import json
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.core.errors import problem
from payments.gateway.contract import StripeEvent
from payments.gateway.errors import DeliveryRefused, DeliveryTooLarge, EventUnreadable
from payments.gateway.stripe_events import (
    MAX_BODY_BYTES,
    parse_event,
    read_authorisation,
    read_card,
    read_transaction,
    verify,
)
from tests.factories.cards import OLD_SECRET, SECRET, sign, stripe_event, stripe_sample

NOW = datetime(2026, 11, 5, 12, 1, tzinfo=UTC)
BODY = stripe_event("issuing_transaction.created", stripe_sample("capture.json"), event_id="evt_1")


def check(body: str | bytes = BODY, header: str | None = None, now: datetime = NOW) -> StripeEvent:
    raw = body.encode() if isinstance(body, str) else body
    return verify(raw, sign(BODY, NOW) if header is None else header, [SECRET, OLD_SECRET], now=now)


def test_signed_delivery_is_read() -> None:
    event = check()
    assert (event.event_id, event.type) == ("evt_1", "issuing_transaction.created")
    assert event.created_at.tzinfo is UTC
    assert not event.livemode


def test_delivery_signed_with_the_secret_before_is_read() -> None:
    assert check(header=sign(BODY, NOW, OLD_SECRET)).event_id == "evt_1"


@pytest.mark.parametrize("minutes", [-4, 4])
def test_clock_may_differ_by_less_than_five_minutes(minutes: int) -> None:
    assert check(now=NOW + timedelta(minutes=minutes)).event_id == "evt_1"


@pytest.mark.parametrize(
    "away", [timedelta(minutes=6), timedelta(minutes=-6), timedelta(days=-365)]
)
def test_delivery_from_too_far_back_or_ahead_is_refused(away: timedelta) -> None:
    with pytest.raises(DeliveryRefused, match="card_delivery_out_of_time"):
        check(now=NOW + away)


@pytest.mark.parametrize(
    "header", ["", "t=1", "t=x,v1=y", "v1=abc", "t=1793880060,v1=ab", "t=1,v1=é", "nonsense"]
)
def test_wrong_signature_is_refused(header: str) -> None:
    with pytest.raises(DeliveryRefused, match="card_delivery_not_signed"):
        check(header=header)


def test_no_secrets_refuse_everything() -> None:
    with pytest.raises(DeliveryRefused, match="card_delivery_not_signed"):
        verify(BODY.encode(), sign(BODY, NOW), [], now=NOW)


def test_rewritten_body_is_refused() -> None:
    with pytest.raises(DeliveryRefused, match="card_delivery_not_signed"):
        check(json.dumps(json.loads(BODY), indent=1))


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(DeliveryRefused, match="card_delivery_not_utf8"):
        check(b"\xff\xfe")


def test_body_over_the_cap_is_refused_before_it_is_read() -> None:
    with pytest.raises(DeliveryTooLarge):
        check(b" " * (MAX_BODY_BYTES + 1))


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        '"event"',
        "{}",
        "not json",
        "[" * 5000,
        '{"object": "v2.core.event", "id": "evt_1", "type": "v1.billing.meter"}',
        '{"object": "event", "id": "evt_1"}',
        '{"object": "event", "id": "", "type": "a", "created": 1, "livemode": false, "data": {"object": {}}}',
        '{"object": "event", "id": "e", "type": "a", "created": 1e99, "livemode": false, "data": {"object": {}}}',
        '{"object": "event", "id": "e", "type": "a", "created": 1, "livemode": false, "data": []}',
    ],
)
def test_signed_body_that_is_no_event_is_refused(body: str) -> None:
    with pytest.raises(DeliveryRefused):
        check(body, header=sign(body, NOW))


def test_transaction_becomes_a_plain_value() -> None:
    moved = read_transaction(parse_event(BODY).object)
    assert (moved.id, moved.card_id, moved.authorisation_id) == (
        "ipi_demo_1",
        "ic_demo_1",
        "iauth_demo_1",
    )
    assert (moved.amount_minor, moved.currency, moved.merchant_category) == (-4950, "GBP", "8050")


def test_merchant_name_loses_what_no_database_keeps() -> None:
    shop = {"name": "SHOP\x00 \ud800ONE", "category_code": None}
    assert read_transaction(stripe_sample("capture.json", merchant_data=shop)).merchant_name == (
        "SHOP ONE"
    )


def test_refund_may_have_no_authorisation() -> None:
    assert read_transaction(stripe_sample("refund.json")).authorisation_id == ""


def test_authorisation_holds_its_card_whole_and_may_have_a_new_status() -> None:
    asked = read_authorisation(stripe_sample("authorization.json", status="on_the_moon"))
    assert (asked.card_id, asked.status, asked.amount_minor) == ("ic_demo_1", "on_the_moon", 5000)
    assert asked.approved
    assert not asked.asked


def test_card_becomes_a_plain_value() -> None:
    assert read_card(stripe_sample("card.json")).last_four == "4417"


@pytest.mark.parametrize(
    ("change", "code", "part"),
    [
        ({"amount": -49.5}, "not_whole", "amount"),
        ({"amount": True}, "not_whole", "amount"),
        ({"amount": "1.5"}, "not_whole", "amount"),
        ({"card": None}, "missing", "card"),
        ({"merchant_data": None}, "missing", "merchant_data"),
        ({"amount": -(10**20)}, "too_large", "amount"),
        ({"created": 10**13}, "not_a_time", "created"),
        ({"id": "x" * 81}, "unfit", "id"),
        ({"id": "ipi\x00"}, "unfit", "id"),
    ],
)
def test_object_without_a_needed_part_is_unreadable(
    change: dict[str, object], code: str, part: str
) -> None:
    with pytest.raises(EventUnreadable) as error:
        read_transaction(stripe_sample("capture.json") | change)
    assert error.value.problems == [problem(f"card_event_part_{code}", part=part)]


@pytest.mark.parametrize("livemode", ['"false"', "0", "null"])
def test_event_when_its_mode_is_no_truth_value_is_refused(livemode: str) -> None:
    body = BODY.replace('"livemode": false', f'"livemode": {livemode}')
    assert body != BODY
    with pytest.raises(DeliveryRefused):
        parse_event(body)


@pytest.mark.parametrize(("kind", "pence"), [("capture", 500), ("refund", -500)])
def test_transaction_when_its_amount_is_on_the_wrong_side_is_refused(kind: str, pence: int) -> None:
    with pytest.raises(EventUnreadable, match="card_event_wrong_side"):
        read_transaction(stripe_sample("capture.json", type=kind, amount=pence))
