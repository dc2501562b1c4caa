"""Twins in parallel, each on its own connection. On SQLite and on PostgreSQL alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from payments.cards.actions import (
    READER,
    WEBHOOK,
    confirm_upload,
    import_statement,
    process_event,
    read_stored,
    receive_webhook,
    take_back_statement,
    take_upload,
    withdraw_statement,
)
from payments.cards.errors import SharedLineRefused, StatementRefused
from payments.cards.models import ReceivedLine, StatementImport, StatementUpload, WebhookEvent
from payments.ledger.models import Transfer
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.accounts import as_viewer, make_authority, make_user
from tests.factories.cards import (
    IMPORTER,
    SAMPLES,
    csv_statement,
    make_money_account,
    make_stripe_card,
    sign,
    stripe_event,
    stripe_sample,
)
from tests.payments.cards.test_sharing import TWO, available, bring, divide, make_group

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.postgresql]
NOW = datetime(2026, 11, 5, 12, 5, tzinfo=UTC)
TWINS = 4
MANY = 64
STATEMENTS = SAMPLES / "statements"


def at_once(work: Callable[[], object], twins: int = TWINS) -> list[object]:
    """Run the same work in several threads that start together; their answers."""
    gate = Barrier(twins)

    def one() -> object:
        gate.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(twins) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(twins)]]


def test_twin_deliveries_are_stored_once_and_posted_once() -> None:
    account, authority = make_stripe_card(), make_authority()
    body = stripe_event("issuing_transaction.created", stripe_sample("capture.json"))

    def deliver() -> WebhookEvent:
        return receive_webhook(
            by=as_viewer(WEBHOOK, NOW),
            authority=authority,
            raw_body=body.encode(),
            signature=sign(body, NOW),
        )

    assert len({event.pk for event in at_once(deliver)}) == 1  # type: ignore[attr-defined]
    event = WebhookEvent.objects.get()
    at_once(lambda: process_event(by=as_viewer(WEBHOOK, NOW), event_id=event.pk))
    account.refresh_from_db()
    assert (ReceivedLine.objects.count(), Transfer.objects.count()) == (1, 1)
    assert account.available_pence == -4950


def test_same_file_sent_by_several_at_once_is_one_upload_and_one_import(
    settings: Any, tmp_path: Path
) -> None:
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    account, data = make_money_account(), (STATEMENTS / "november.ofx").read_bytes()
    officers = [make_user(Role.FINANCE) for _ in range(TWINS)]
    officers_too = list(officers)
    sent = at_once(
        lambda: take_upload(
            by=as_viewer(officers.pop(), NOW), account=account, data=data, filename="twin.ofx"
        )
    )
    assert len({upload.pk for upload in sent}) == 1  # type: ignore[attr-defined]
    upload = StatementUpload.objects.get()
    assert DBTaskResult.objects.count() == 1
    # A worker that was thought dead reads beside the one that took its job over.
    read_stored(by=as_viewer(READER, NOW), upload_id=upload.pk)
    said = at_once(lambda: _confirm(officers_too.pop(), upload.pk))
    assert sorted(said) == ["confirmed", *["statement_confirmed_already"] * (TWINS - 1)]
    assert DBTaskResult.objects.count() == 2
    at_once(lambda: read_stored(by=as_viewer(READER, NOW), upload_id=upload.pk), twins=2)
    assert StatementUpload.objects.get().state == "read"
    assert ReceivedLine.objects.count() == Transfer.objects.count() == 5
    assert StatementImport.objects.get().created == 5
    assert not list((tmp_path / "statements-held").iterdir())


def _confirm(officer: User, upload_id: int) -> str:
    """What becomes of one officer's yes."""
    try:
        confirm_upload(by=as_viewer(officer, NOW), upload_id=upload_id)
    except StatementRefused as refusal:
        return refusal.problems[0].code
    return "confirmed"


def test_statement_taken_back_by_several_at_once_goes_once() -> None:
    account = make_money_account()
    by = as_viewer(IMPORTER, NOW)
    run = import_statement(by=by, account=account, data=csv_statement(60), filename="x.csv")
    officer = make_user(Role.FINANCE)
    take_back_statement(by=as_viewer(officer, NOW), import_id=run.pk, why="Of another person")
    at_once(lambda: withdraw_statement(by=as_viewer(READER, NOW), import_id=run.pk))
    account.refresh_from_db()
    assert (account.available_pence, Transfer.objects.count()) == (0, 120)
    assert StatementImport.objects.get().withdrawn == 60


def test_same_file_imported_by_several_at_once_comes_in_once() -> None:
    account = make_money_account()
    data = csv_statement(60)
    runs = at_once(
        lambda: import_statement(
            by=as_viewer(IMPORTER, NOW), account=account, data=data, filename="twin.csv"
        )
    )
    assert sum(run.created for run in runs) == 60  # type: ignore[attr-defined]
    assert sum(run.unchanged for run in runs) == 60 * (TWINS - 1)  # type: ignore[attr-defined]
    account.refresh_from_db()
    assert ReceivedLine.objects.count() == Transfer.objects.count() == 60
    assert account.available_pence == sum(
        ReceivedLine.objects.values_list("amount_pence", flat=True)
    )


def test_sixty_four_who_import_into_one_account_at_once_record_each_payment_once() -> None:
    """Each file has a payment of its own, and one that every file shows."""
    account, numbers = make_money_account(), count(1)
    by = as_viewer(IMPORTER, NOW)

    def bring_in() -> StatementImport:
        number = next(numbers)
        rows = ["03/11/2026,RENT,-5.00", f"04/11/2026,SHOP {number},-{number}.00"]
        data = "\n".join(["Date,Payee,Amount", *rows]).encode()
        return import_statement(by=by, account=account, data=data, filename=f"{number}.csv")

    assert len(at_once(bring_in, MANY)) == MANY
    account.refresh_from_db()
    assert account.available_pence == -500 - 100 * sum(range(1, MANY + 1))
    assert (ReceivedLine.objects.count(), Transfer.objects.count()) == (MANY + 1, MANY + 1)
    assert sum(run.created for run in StatementImport.objects.all()) == MANY + 1
    assert list(integrity_problems()) == []


def test_payment_of_a_shared_account_that_twins_divide_is_given_once() -> None:
    shared, members = make_group(TWINS)
    bring(shared, TWO[1])
    line, finance, free = shared.lines.get(), make_user(Role.FINANCE), iter(members)

    def one() -> object:
        try:
            return divide(line, {next(free).pk: 4950}, who=finance).pk
        except SharedLineRefused as refusal:
            return refusal.codes

    answers = at_once(one)
    assert answers.count(line.pk) == 1
    assert answers.count(["shared_decided_already"]) == TWINS - 1
    assert sorted(available(*members)) == [-4950, *[0] * (TWINS - 1)]
    assert list(integrity_problems()) == []
