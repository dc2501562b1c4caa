"""The card processor's events: checked over the raw bytes, then turned into values of our own.

The only importer of the stripe package, and only when a delivery arrives.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from marketplace.core.errors import problem
from marketplace.core.pence import MAX_PENCE
from payments.gateway.contract import (
    LONGEST_WORD,
    IssuingAuthorisation,
    IssuingCard,
    IssuingTransaction,
    StripeEvent,
    tidy,
)
from payments.gateway.errors import DeliveryRefused, DeliveryTooLarge, EventUnreadable

#: Judgement: an event is one object of some kilobytes. More is never read, signed or not.
MAX_BODY_BYTES = 256 * 1024
#: How far the processor's clock may be from ours. Source: DEFAULT_TOLERANCE of its own package.
TOLERANCE = timedelta(minutes=5)


def verify(raw_body: bytes, header: str, secrets: Sequence[str], *, now: datetime) -> StripeEvent:
    """The event in a delivery that one of the secrets signed within five minutes of now.

    Raises DeliveryTooLarge over the cap, and DeliveryRefused for a wrong or missing signature,
    a time too far back or ahead, bytes that are not UTF-8, or a body that is not one v1 event.
    """
    if len(raw_body) > MAX_BODY_BYTES:
        raise DeliveryTooLarge(problem("card_delivery_too_large"))
    try:
        body = raw_body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DeliveryRefused(problem("card_delivery_not_utf8")) from error
    _check_signature(body, header, secrets)
    _check_time(header, now)
    return parse_event(body)


def parse_event(body: str) -> StripeEvent:
    """The event in a body already found genuine, as when a stored one is processed."""
    try:
        event = json.loads(body, parse_float=_no_float)
    except (ValueError, RecursionError) as error:
        raise DeliveryRefused(problem("card_delivery_not_json")) from error
    if not isinstance(event, dict) or event.get("object") != "event":
        raise DeliveryRefused(problem("card_delivery_no_event"))
    try:
        return StripeEvent(
            event_id=_word(event, "id"),
            type=_word(event, "type"),
            account_id=tidy(str(event.get("account") or "")),
            livemode=_yes_or_no(event, "livemode"),
            created_at=_moment(event, "created"),
            object=_mapping(_mapping(event, "data"), "object"),
        )
    except (KeyError, TypeError, EventUnreadable) as error:
        raise DeliveryRefused(problem("card_delivery_incomplete")) from error


def read_transaction(found: Mapping[str, Any]) -> IssuingTransaction:
    """The `issuing.transaction` in an event. Raises EventUnreadable when a needed part is missing."""
    merchant = _mapping(found, "merchant_data")
    _check_side(found)
    return IssuingTransaction(
        id=_word(found, "id"),
        card_id=_reference(found, "card"),
        authorisation_id=_reference(found, "authorization", optional=True),
        type=_word(found, "type"),
        amount_minor=_whole(found, "amount"),
        currency=_currency(found, "currency"),
        merchant_amount_minor=_whole(found, "merchant_amount"),
        merchant_currency=_currency(found, "merchant_currency"),
        merchant_name=tidy(str(merchant.get("name") or "")),
        merchant_category=tidy(str(merchant.get("category_code") or "")),
        occurred_at=_moment(found, "created"),
    )


def read_authorisation(found: Mapping[str, Any]) -> IssuingAuthorisation:
    """The `issuing.authorization` in an event. Raises EventUnreadable when a needed part is missing."""
    merchant = _mapping(found, "merchant_data")
    return IssuingAuthorisation(
        id=_word(found, "id"),
        card_id=_reference(found, "card"),
        status=_word(found, "status"),
        approved=found.get("approved") is True,
        asked=isinstance(found.get("pending_request"), dict),
        amount_minor=abs(_whole(found, "amount")),
        currency=_currency(found, "currency"),
        merchant_name=tidy(str(merchant.get("name") or "")),
        merchant_category=tidy(str(merchant.get("category_code") or "")),
        occurred_at=_moment(found, "created"),
    )


def read_card(found: Mapping[str, Any]) -> IssuingCard:
    """The `issuing.card` in an event. Raises EventUnreadable when a needed part is missing."""
    return IssuingCard(
        id=_word(found, "id"),
        status=_word(found, "status"),
        last_four=tidy(str(found.get("last4") or "")),
        currency=_currency(found, "currency"),
    )


def _check_signature(body: str, header: str, secrets: Sequence[str]) -> None:
    from stripe import SignatureVerificationError, WebhookSignature

    for secret in secrets:
        try:
            WebhookSignature.verify_header(body, header, secret)
        except (SignatureVerificationError, TypeError):
            continue
        return
    raise DeliveryRefused(problem("card_delivery_not_signed"))


def _check_time(header: str, now: datetime) -> None:
    """The package bounds only the past, so both sides are bounded here."""
    stamps = [part[2:] for part in header.split(",") if part.startswith("t=")]
    signed = int(stamps[0]) if stamps and stamps[0].isascii() and stamps[0].isdigit() else 0
    if abs(now.timestamp() - signed) > TOLERANCE.total_seconds():
        raise DeliveryRefused(problem("card_delivery_out_of_time"))


def _no_float(text: str) -> str:
    """Stripe's own fractions are decimals in text; a bare one is kept as its text, never a float."""
    return text


def _mapping(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name)
    if not isinstance(value, dict):
        raise EventUnreadable(problem("card_event_part_missing", part=name))
    return value


def _word(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise EventUnreadable(problem("card_event_part_missing", part=name))
    if len(value) > LONGEST_WORD or not value.isprintable():
        raise EventUnreadable(problem("card_event_part_unfit", part=name))
    return value


def _reference(found: Mapping[str, Any], name: str, *, optional: bool = False) -> str:
    """An id, whether the event holds the id or the whole object."""
    value = found.get(name)
    if value is None and optional:
        return ""
    if isinstance(value, dict):
        return _word(value, "id")
    return _word(found, name)


def _whole(found: Mapping[str, Any], name: str) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise EventUnreadable(problem("card_event_part_not_whole", part=name))
    if abs(value) > MAX_PENCE:
        raise EventUnreadable(problem("card_event_part_too_large", part=name))
    return value


def _check_side(found: Mapping[str, Any]) -> None:
    """A capture takes money and a refund gives it back; one that says otherwise needs a person."""
    kind, amount = _word(found, "type"), _whole(found, "amount")
    if (kind == "capture" and amount > 0) or (kind == "refund" and amount < 0):
        raise EventUnreadable(problem("card_event_wrong_side", kind=kind))


def _yes_or_no(found: Mapping[str, Any], name: str) -> bool:
    value = found.get(name)
    if not isinstance(value, bool):
        raise EventUnreadable(problem("card_event_part_missing", part=name))
    return value


def _currency(found: Mapping[str, Any], name: str) -> str:
    return _word(found, name).upper()


def _moment(found: Mapping[str, Any], name: str) -> datetime:
    try:
        return datetime.fromtimestamp(_whole(found, name), tz=UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise EventUnreadable(problem("card_event_part_not_a_time", part=name)) from error
