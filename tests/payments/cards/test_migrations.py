"""What rows held before is read the same after, and back: sentences, and the card of an account."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from marketplace.accounts.rules import Role
from payments.cards.actions import replace_card
from payments.cards.models import (
    Authorisation,
    Card,
    CsvLayout,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
    WebhookEvent,
)
from payments.cards.wording import stored_sentence
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.cards import IMPORTER, make_money_account, make_stripe_card
from tests.migrated import models_at

pytestmark = [pytest.mark.migrates, pytest.mark.usefixtures("transactional_db")]
AT = datetime(2026, 11, 5, 12, tzinfo=UTC)
SENTENCES = "0005_one_actor"
ACCOUNT_IS_CARD = "0013_one_event_a_council"


def migrate(name: str | None = None) -> None:
    call_command("migrate", "cards", *filter(None, [name]), verbosity=0, interactive=False)


def old(name: str, at: str = SENTENCES) -> Any:
    return models_at(("cards", at)).get_model("cards", name)


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


CONFIRMED_BY_BEING_SENT = "0026_drop_columns_of_accounts"


def test_statements_when_carried_over_and_back_keep_their_file_and_payments() -> None:
    account, officer = make_money_account(), make_user(Role.FINANCE)
    migrate(CONFIRMED_BY_BEING_SENT)
    of = {"authority_id": account.authority_id, "account_id": account.pk}
    run = old("StatementImport", CONFIRMED_BY_BEING_SENT).objects.create(
        **of, imported_at=AT, imported_by_id=officer.pk, sha256="x", read=3, created=1
    )
    uploads = old("StatementUpload", CONFIRMED_BY_BEING_SENT).objects
    uploads.create(
        **of,
        state="reading",
        sha256="x",
        changed_at=AT,
        sent_at=AT,
        sent_by_id=officer.pk,
        statement_import_id=run.pk,
    )
    migrate()
    upload = StatementUpload.objects.get()
    moved = upload.imports.get()
    assert (moved.pk, moved.state, upload.state) == (run.pk, "confirmed", "recording")
    assert (moved.confirmed_at, moved.confirmed_by) == (AT, officer)
    withdrawn = ReceivedLine.objects.create(
        **of,
        identity="id-1",
        booked_date=AT.date(),
        amount_pence=-1,
        state="withdrawn",
        received_at=AT,
    )
    ReceivedLine.objects.create(
        **of,
        identity="id-1",
        booked_date=AT.date(),
        amount_pence=-1,
        state="booked",
        received_at=AT,
    )
    migrate(CONFIRMED_BY_BEING_SENT)
    back = uploads.get()
    assert (back.statement_import_id, back.state) == (run.pk, "reading")
    lines = old("ReceivedLine", CONFIRMED_BY_BEING_SENT).objects
    assert lines.get(pk=withdrawn.pk).state == "gone"
    assert lines.filter(identity="id-1").count() == 1


ACCOUNTS_HAVE_COLUMNS = "0022_identities_of_reworded_lines"


def make_layout(account: MoneyAccount, signature: str, column: str, days: int = 0) -> None:
    CsvLayout.objects.create(
        authority=account.authority,
        signature=signature,
        mapping={"date": column},
        saved_at=AT + timedelta(days),
    )


def old_columns() -> dict[int, Any]:
    rows = old("MoneyAccount", ACCOUNTS_HAVE_COLUMNS).objects.order_by("pk")
    return dict(rows.values_list("pk", "csv_mapping"))


def test_columns_and_closed_pending_lines_when_carried_back_and_over_are_kept() -> None:
    own, other = make_money_account(), make_money_account(last4="2206")
    there = make_money_account(authority=make_other_authority())
    make_layout(own, f"account-{own.public_id}", "Own")
    make_layout(own, "headings-older", "Older", -1)
    make_layout(own, "headings-newer", "Newer")
    line = ReceivedLine.objects.create(
        authority=own.authority,
        account=own,
        identity="pending:1",
        booked_date=AT.date(),
        amount_pence=-100,
        currency="GBP",
        payee="SHOP",
        state="gone",
        received_at=AT,
    )
    migrate(ACCOUNTS_HAVE_COLUMNS)
    kept = {own.pk: {"date": "Own"}, other.pk: {"date": "Newer"}, there.pk: {}}
    assert old_columns() == kept
    assert old("ReceivedLine", ACCOUNTS_HAVE_COLUMNS).objects.get().state == "pending"
    migrate()
    assert {one.signature: one.mapping for one in CsvLayout.objects.all()} == {
        f"account-{own.public_id}": {"date": "Own"},
        f"account-{other.public_id}": {"date": "Newer"},
    }
    line.refresh_from_db()
    assert line.state == "pending"
    migrate(ACCOUNTS_HAVE_COLUMNS)
    assert old_columns() == kept
