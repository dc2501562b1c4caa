"""Statements brought in and sent by the pages, for the tests of those."""

from datetime import UTC, datetime

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, TestCase

from payments.cards import storage
from payments.cards.actions import (
    import_statement,
)
from payments.cards.models import (
    MoneyAccount,
    StatementImport,
)
from tests.factories.accounts import as_viewer
from tests.factories.cards import (
    IMPORTER,
    statement_sample,
)

NOW = datetime(2026, 11, 7, 12, tzinfo=UTC)


def bring_in(account: MoneyAccount, name: str = "november.csv") -> StatementImport:
    return import_statement(
        by=as_viewer(IMPORTER, NOW), account=account, data=statement_sample(name), filename=name
    )


def upload(
    client: Client, account: MoneyAccount, data: bytes, name: str = "nov.csv"
) -> HttpResponse:
    return client.post(  # type: ignore[return-value]
        "/money/imports/new/",
        {"account": account.public_id, "file": SimpleUploadedFile(name, data)},
        follow=True,
    )


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def work() -> None:
    """The worker, until nothing is ready."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("work", once=True)


def confirm(client: Client, sent: HttpResponse) -> HttpResponse:
    """The yes to what a preview shows, and the worker's recording of it."""
    address = sent.redirect_chain[-1][0]  # type: ignore[attr-defined]
    client.post(f"{address}confirm/", follow=True)
    work()
    return check_again(client, sent)


def check_again(client: Client, sent: HttpResponse) -> HttpResponse:
    """The page on which an upload ended, loaded once more."""
    return client.get(sent.redirect_chain[-1][0], follow=True)  # type: ignore[attr-defined,return-value]


def waiting_files() -> list[str]:
    store = storages["private"]
    return store.listdir(storage.FOLDER)[1] if store.exists(storage.FOLDER) else []
