"""What rows held before is read the same after, and back: sentences, and the card of an account."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from payments.cards.actions import replace_card
from payments.cards.models import (
    Authorisation,
    Card,
    MoneyAccount,
    StatementImport,
    WebhookEvent,
)
from payments.cards.wording import stored_sentence
from tests.factories.accounts import as_viewer, make_authority
from tests.factories.cards import IMPORTER, make_money_account, make_stripe_card

pytestmark = [pytest.mark.migrates, pytest.mark.usefixtures("transactional_db")]
AT = datetime(2026, 11, 5, 12, tzinfo=UTC)
SENTENCES = "0005_one_actor"
ACCOUNT_IS_CARD = "0013_one_event_a_council"


def migrate(name: str | None = None) -> None:
    call_command("migrate", "cards", *filter(None, [name]), verbosity=0, interactive=False)


@pytest.fixture
def _put_back() -> Iterator[None]:
    yield
    migrate()


def old(name: str, at: str = SENTENCES) -> Any:
    state = MigrationExecutor(connection).loader.project_state(("cards", at))
    return state.apps.get_model("cards", name)


@pytest.mark.usefixtures("_put_back")
def test_sentences_when_carried_over_and_back_are_word_for_word() -> None:
    account = make_money_account()
    migrate(SENTENCES)
    old("WebhookEvent").objects.create(
        authority_id=make_authority().pk, received_at=AT, state="parked", reason="No such card."
    )
    old("StatementImport").objects.create(
        authority_id=account.authority_id,
        account_id=account.pk,
        imported_at=AT,
        imported_by_system="tests",
        problems=[{"position": 3, "reason": "“x” is not an amount."}],
        notes=["The file holds no transactions."],
    )
    migrate()
    run = StatementImport.objects.get()
    assert [stored_sentence(one) for one in WebhookEvent.objects.get().problems] == [
        "No such card."
    ]
    assert [stored_sentence(row) for row in (*run.problems, *run.notes)] == [
        "“x” is not an amount.",
        "The file holds no transactions.",
    ]
    migrate(SENTENCES)
    again = old("StatementImport").objects.get()
    assert old("WebhookEvent").objects.get().reason == "No such card."
    assert again.problems == [{"position": 3, "reason": "“x” is not an amount."}]
    assert again.notes == ["The file holds no transactions."]


def old_accounts() -> dict[int, tuple[str, str]]:
    rows = old("MoneyAccount", ACCOUNT_IS_CARD).objects.order_by("pk")
    return {row.pk: (row.last4, row.provider_reference) for row in rows}


@pytest.mark.usefixtures("_put_back")
def test_accounts_when_carried_over_and_back_keep_digits_and_reference() -> None:
    used, unused = make_stripe_card("ic_used"), make_stripe_card("ic_unused")
    bank = make_money_account(last4="2206")
    replace_card(
        by=as_viewer(IMPORTER, AT),
        card_id=unused.cards.get().pk,
        last4="9920",
        reason="lost",
        provider_reference="ic_new",
    )
    migrate(ACCOUNT_IS_CARD)
    before = {
        used.pk: ("4417", "ic_used"),
        unused.pk: ("9920", "ic_new"),
        bank.pk: ("2206", ""),
    }
    assert old_accounts() == before
    old("Authorisation", ACCOUNT_IS_CARD).objects.create(
        authority_id=used.authority_id,
        account_id=used.pk,
        provider_reference="iauth_1",
        amount_pence=100,
        currency="GBP",
        payee="X",
        state="pending",
        newest_event="1",
        authorised_at=AT,
        changed_at=AT,
    )
    migrate()
    assert [
        (card.account_id, card.last4, card.provider_reference, card.state, card.activated_at)
        for card in Card.objects.order_by("pk")
    ] == [
        (used.pk, "4417", "ic_used", "active", AT),
        (unused.pk, "9920", "ic_new", "issued", None),
    ]
    assert Authorisation.objects.get().card == used.cards.get()
    assert [one.last4 for one in MoneyAccount.objects.order_by("pk")] == ["4417", "9920", "2206"]
    migrate(ACCOUNT_IS_CARD)
    assert old_accounts() == before
