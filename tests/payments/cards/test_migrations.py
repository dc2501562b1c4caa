"""What rows held as sentences before is read the same after, and back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from payments.cards.models import StatementImport, WebhookEvent
from payments.cards.wording import stored_sentence
from tests.factories.accounts import make_authority
from tests.factories.cards import make_money_account

pytestmark = pytest.mark.usefixtures("transactional_db")
AT = datetime(2026, 11, 5, 12, tzinfo=UTC)
SENTENCES = "0005_one_actor"


def migrate(name: str | None = None) -> None:
    call_command("migrate", "cards", *filter(None, [name]), verbosity=0, interactive=False)


@pytest.fixture
def _put_back() -> Iterator[None]:
    yield
    migrate()


def old(name: str) -> Any:
    state = MigrationExecutor(connection).loader.project_state(("cards", SENTENCES))
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
