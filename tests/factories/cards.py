"""People with a card or bank account, and statements and signed deliveries about them."""

import json
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from stripe import WebhookSignature

from marketplace.accounts.models import Authority
from marketplace.core.actors import SystemActor
from marketplace.council.actions import set_card_processor
from marketplace.council.rules import MAY_SET_OUTSIDE, ProcessorMode
from marketplace.people.models import Person
from payments.cards.actions import open_money_account
from payments.cards.models import Card, MoneyAccount
from payments.cards.rules import MAY_IMPORT_MONEY
from payments.ledger.rules import MAY_POST_MONEY
from tests.factories.accounts import as_viewer, make_authority

IMPORTER = SystemActor("tests", frozenset({MAY_IMPORT_MONEY, MAY_POST_MONEY}))
OPENED = datetime(2026, 4, 6, 9, tzinfo=UTC)
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SECRET = "whsec_test_new"
OLD_SECRET = "whsec_test_old"
SETTER = SystemActor("setter", frozenset({MAY_SET_OUTSIDE}))
_numbers = count(1)


def make_cardholder(name: str = "Margaret Ellery", authority: Authority | None = None) -> Person:
    """A person with nothing but a name; who may see them is granted with their account."""
    return Person.objects.create(
        authority=authority or make_authority(),
        name=name,
        date_of_birth=date(1948, 3, 2),
        town="Brackenford",
        contact_wish="Ring before noon",
        registered_at=OPENED,
    )


def make_money_account(
    *,
    person: Person | None = None,
    authority: Authority | None = None,
    kind: str = "bank",
    provider: str = "statement",
    provider_reference: str = "",
    last4: str = "4417",
) -> MoneyAccount:
    """A bank account fed by statements, unless said otherwise."""
    return open_money_account(
        by=as_viewer(IMPORTER, OPENED),
        person=person or make_cardholder(authority=authority),
        kind=kind,
        last4=last4,
        provider=provider,
        provider_reference=provider_reference,
    )


def make_processor(
    authority: Authority | None = None, secrets: tuple[str, ...] = (OLD_SECRET, SECRET)
) -> str:
    """The council's own account with the card processor; the last secret is the newest."""
    council = authority or make_authority()
    account = "acct_demo" if council.slug == "fernshire" else f"acct_{council.slug}"
    for secret in secrets:
        set_card_processor(
            by=as_viewer(SETTER, OPENED, council),
            authority=council,
            account=account,
            mode=ProcessorMode.TEST,
            secret=secret,
        )
    return account


def make_stripe_card(card_id: str = "ic_demo_1", **kwargs: Any) -> MoneyAccount:
    """A card whose payments come by signed event."""
    make_processor(kwargs.get("authority"))
    return make_money_account(kind="card", provider="stripe", provider_reference=card_id, **kwargs)


def make_card_account(last4: str = "4471", **kwargs: Any) -> MoneyAccount:
    """A card account fed by statements, with its first card just issued."""
    return make_money_account(kind="card", last4=last4, **kwargs)


def card_of(account: MoneyAccount) -> Card:
    """The account's newest card, read anew."""
    found: Card = account.cards.all()[0]
    return found


def statement_sample(name: str) -> bytes:
    return (SAMPLES / "statements" / name).read_bytes()


def stripe_sample(name: str, **changes: Any) -> dict[str, Any]:
    """One of our own objects, in pounds, with some of its values changed."""
    found: dict[str, Any] = json.loads((SAMPLES / "stripe" / name).read_text())
    return found | changes


def stripe_event(
    kind: str,
    found: dict[str, Any],
    *,
    event_id: str = "",
    created: int = 1793880100,
    **changes: Any,
) -> str:
    """An object wrapped in an event, as the processor's JSON."""
    event = {
        "id": event_id or f"evt_demo_{next(_numbers)}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": created,
        "data": {"object": found},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
    return json.dumps(event | changes)


def sign(body: str, at: datetime, secret: str = SECRET) -> str:
    """The signature header that the processor sends with a body."""
    return WebhookSignature.generate_signature_header(body, secret, int(at.timestamp()))


def csv_statement(rows: int, start: int = 0) -> bytes:
    """A generated statement: distinct days, payees and amounts, with identical pairs in between."""
    lines = ["Date,Payee,Memo,Amount"]
    for number in range(start, start + rows):
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number // 400)
        pence = 100 + (number // 2) % 9000
        lines.append(
            f"{day:%d/%m/%Y},PAYEE {number // 2 % 97},Visit,-{pence // 100}.{pence % 100:02}"
        )
    return "\n".join(lines).encode()
