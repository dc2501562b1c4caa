"""The card processor's events: checked over the raw bytes, then turned into values of our own.

The only importer of the stripe package, and only when a delivery arrives.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from marketplace.core.errors import DomainError
from marketplace.core.pence import MAX_PENCE
from payments.gateway.statements.contract import tidy

MAX_BODY_BYTES = 256 * 1024
LONGEST_WORD = 80
TOLERANCE = timedelta(minutes=5)


class DeliveryRefused(DomainError):
    """A delivery that is not to be trusted or not to be read. Nothing of it is kept."""


class DeliveryTooLarge(DeliveryRefused):
    """A body over MAX_BODY_BYTES, refused before it is read further."""


class EventUnreadable(DomainError):
    """A genuine, stored event whose content is not as expected; it waits for a person."""


@dataclass(frozen=True, slots=True)
class StripeEvent:
    """A delivery that proved genuine. `object` is the snapshot that it carries."""

    event_id: str
    type: str
    account_id: str
    livemode: bool
    created_at: datetime
    object: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IssuingTransaction:
    """Money that moved on a card. Negative is spent, positive came back; smallest units."""

    id: str
    card_id: str
    authorisation_id: str
    type: str
    amount_minor: int
    currency: str
    merchant_amount_minor: int
    merchant_currency: str
    merchant_name: str
    merchant_category: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class IssuingAuthorisation:
    """A hold on a card as one event shows it. `status` may be a word that we do not know yet.

    `amount_minor` is what is authorised, above nought. `asked` with nothing approved means that
    the processor has not decided yet.
    """

    id: str
    card_id: str
    status: str
    approved: bool
    asked: bool
    amount_minor: int
    currency: str
    merchant_name: str
    merchant_category: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class IssuingCard:
    """A card's state as one event shows it."""

    id: str
    status: str
    last_four: str
    currency: str


def verify(raw_body: bytes, header: str, secrets: Sequence[str], *, now: datetime) -> StripeEvent:
    """The event in a delivery that one of the secrets signed within five minutes of now.

    Raises DeliveryTooLarge over the cap, and DeliveryRefused for a wrong or missing signature,
    a time too far back or ahead, bytes that are not UTF-8, or a body that is not one v1 event.
    """
    if len(raw_body) > MAX_BODY_BYTES:
        raise DeliveryTooLarge("The delivery is larger than any event.")
    try:
        body = raw_body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DeliveryRefused("The delivery is not UTF-8.") from error
    _check_signature(body, header, secrets)
    _check_time(header, now)
    return parse_event(body)


def parse_event(body: str) -> StripeEvent:
    """The event in a body already found genuine, as when a stored one is processed."""
    try:
        event = json.loads(body, parse_float=_no_float)
    except (ValueError, RecursionError) as error:
        raise DeliveryRefused("The delivery is not JSON.") from error
    if not isinstance(event, dict) or event.get("object") != "event":
        raise DeliveryRefused("The delivery is not a version 1 event.")
    try:
        return StripeEvent(
            event_id=_word(event, "id"),
            type=_word(event, "type"),
            account_id=tidy(str(event.get("account") or "")),
            livemode=event["livemode"] is True,
            created_at=_moment(event, "created"),
            object=_mapping(_mapping(event, "data"), "object"),
        )
    except (KeyError, TypeError, EventUnreadable) as error:
        raise DeliveryRefused("The event lacks its id, type, time or object.") from error


def read_transaction(found: Mapping[str, Any]) -> IssuingTransaction:
    """The `issuing.transaction` in an event. Raises EventUnreadable when a needed part is missing."""
    merchant = _mapping(found, "merchant_data")
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
    raise DeliveryRefused("The delivery is not signed with a secret that we share.")


def _check_time(header: str, now: datetime) -> None:
    """The package bounds only the past, so both sides are bounded here."""
    stamps = [part[2:] for part in header.split(",") if part.startswith("t=")]
    signed = int(stamps[0]) if stamps and stamps[0].isascii() and stamps[0].isdigit() else 0
    if abs(now.timestamp() - signed) > TOLERANCE.total_seconds():
        raise DeliveryRefused("The delivery was signed too long ago, or in the future.")


def _no_float(text: str) -> str:
    """Stripe's own fractions are decimals in text; a bare one is kept as its text, never a float."""
    return text


def _mapping(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name)
    if not isinstance(value, dict):
        raise EventUnreadable(f"The event has no {name}.")
    return value


def _word(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise EventUnreadable(f"The event has no {name}.")
    if len(value) > LONGEST_WORD or not value.isprintable():
        raise EventUnreadable(f"The event’s {name} is not a word that can be kept.")
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
        raise EventUnreadable(f"The event’s {name} is not a whole number.")
    if abs(value) > MAX_PENCE:
        raise EventUnreadable(f"The event’s {name} is too large to be believed.")
    return value


def _currency(found: Mapping[str, Any], name: str) -> str:
    return _word(found, name).upper()


def _moment(found: Mapping[str, Any], name: str) -> datetime:
    try:
        return datetime.fromtimestamp(_whole(found, name), tz=UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise EventUnreadable(f"The event’s {name} is not a time.") from error
