"""Opening pages of money as somebody, with payments that were matched as far as rules go."""

from datetime import UTC, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from payments.cards.models import Authorisation, MoneyAccount, ReceivedLine
from payments.cards.rules import POUNDS, HoldState
from payments.reconciliation.actions import MATCHER, match_lines
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money, make_lines

AT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
GARDEN = (-2580, "BRACKENFORD GARDEN CTR", 12)
AMARA = (-4950, "AMARA OBI", 0)
FOUR_WEEKS = (-19800, "AMARA OBI", 19)
#: The worked example of docs/money.md: 8 weeks of the council's money, 4 of her own, 3 payments.
SEPTEMBER = (
    (13840, "FERNSHIRE COUNCIL DP", 0),
    (16480, "CONTRIBUTION", 2),
    AMARA,
    (-900, "FERNSHIRE COMM CARS", 1),
    GARDEN,
)
QUEUE = "/money/exceptions/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def matched(money: Money, *lines: tuple[int, str, int]) -> list[ReceivedLine]:
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, AT), line_ids=[row.pk for row in rows])
    return rows


def make_hold(account: MoneyAccount, pence: int, at: datetime) -> Authorisation:
    """A card payment that a shop holds since a moment."""
    return Authorisation.objects.create(
        authority_id=account.authority_id,
        account=account,
        provider_reference=f"hold:{account.pk}",
        amount_pence=pence,
        held_pence=pence,
        currency=POUNDS,
        payee="SHOP",
        state=HoldState.PENDING,
        newest_event="1",
        authorised_at=at,
        changed_at=at,
    )


def page_of(line: ReceivedLine) -> str:
    return f"/money/payments/{line.public_id}/"


def money_of(money: Money) -> str:
    """Where staff see a person's money."""
    return f"/people/{money.person.public_id}/money/"


def words_of(client: Client, path: str) -> str:
    """What a page says, white space as one space."""
    return " ".join(client.get(path).content.decode().split())


def queries_for(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
