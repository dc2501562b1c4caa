"""Bringing a statement file in, chunk by chunk, so that an import cut short goes on where it was."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import Problem, problem
from marketplace.council.queries import figure
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from payments.cards.actions.chunks import sort_chunk, write_chunk
from payments.cards.actions.posting import announce
from payments.cards.errors import StatementRefused
from payments.cards.models import MoneyAccount, StatementImport
from payments.cards.rules import (
    FILE_NAME_LENGTH,
    LAST_DIGITS,
    MAY_IMPORT_MONEY,
    PROBLEMS_KEPT,
    REFUSED_LINES_DAYS,
    AccountProvider,
    ImportTask,
    NumberedLine,
    stored,
    with_identities,
)
from payments.gateway.contract import LineStatus, StatementFile, tidy
from payments.gateway.statements import CsvMapping, StatementFormat, read_statement

#: Lines to a transaction. Judgement: it locks the account, so a large file must not be one.
CHUNK = 1000
Progress = Callable[[int, int], None]


def import_statement(
    *,
    by: Viewer,
    account: MoneyAccount,
    data: bytes,
    filename: str,
    format: StatementFormat | None = None,
    mapping: CsvMapping | None = None,
    progress: Progress | None = None,
) -> StatementImport:
    """Bring a file in and return its report. The same file again changes nothing.

    CSV columns are those given, else those kept for the account, else guessed. Raises
    StatementUnreadable or StatementRefused, having written nothing, when the file as a whole is no
    use. Each chunk is a transaction of its own: what was committed stays when a later one fails.
    """
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    if account.provider == AccountProvider.STRIPE:
        raise StatementRefused(problem("statement_comes_by_event", "account"))
    if mapping is None and account.csv_mapping:
        mapping = CsvMapping.from_json(account.csv_mapping)
    file = read_statement(data, format=format, mapping=mapping)
    run = open_import(by=by, account=account, file=file, data=data, filename=filename)
    numbered = with_identities(file.lines)
    still_pending = {n.identity for n in numbered if n.line.status == LineStatus.PENDING}
    for start in range(0, len(numbered), CHUNK):
        chunk = numbered[start : start + CHUNK]
        import_chunk(by=by, import_id=run.pk, chunk=chunk, still_pending=still_pending)
        if progress is not None:
            progress(start + len(chunk), len(numbered))
    return finish_import(by=by, import_id=run.pk)


@transaction.atomic
def open_import(
    *, by: Viewer, account: MoneyAccount, file: StatementFile, data: bytes, filename: str
) -> StatementImport:
    """Note which file is coming, and what of it was refused."""
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    digest = sha256(data).hexdigest()
    run = StatementImport.objects.create(
        authority_id=account.authority_id,
        account=account,
        file_name=tidy(filename)[:FILE_NAME_LENGTH],
        sha256=digest,
        format=file.format,
        read=len(file.lines) + len(file.refused),
        refused=len(file.refused),
        problems=[
            {"position": row.position, **stored(row.problem)}
            for row in file.refused[:PROBLEMS_KEPT]
        ],
        notes=[stored(note) for note in (*file.notes, *_notes(account, file, digest))],
        first_date=file.first_date,
        last_date=file.last_date,
        imported_at=by.at,
        **actor_columns("imported_by", by),
    )
    _audit("statement.opened", by, run, read=run.read, refused=run.refused)
    return run


@transaction.atomic
def import_chunk(
    *, by: Viewer, import_id: int, chunk: Sequence[NumberedLine], still_pending: set[str]
) -> StatementImport:
    """Store one chunk of lines and post what is booked: one action, one audit event."""
    run = StatementImport.objects.get(pk=import_id)
    # The lock makes two imports into one account take turns, so neither posts the other's lines.
    account = MoneyAccount.objects.select_for_update().get(pk=run.account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    done = sort_chunk(run=run, account=account, chunk=chunk, still_pending=still_pending, at=by.at)
    counts = {
        "created": len(done.new),
        "changed": len(done.booked) + len(done.reworded),
        "unchanged": done.unchanged,
        "other_currency": done.other_currency,
    }
    StatementImport.objects.filter(pk=run.pk).update(
        **{name: F(name) + number for name, number in counts.items()}
    )
    write_chunk(by=by, account=account, done=done)
    _audit("statement.chunk_imported", by, run, posted=len(done.to_post), **counts)
    announce(at=by.at, lines=done.to_post)
    return run


@transaction.atomic
def finish_import(*, by: Viewer, import_id: int) -> StatementImport:
    """Mark the import whole; refused lines become a task for finance."""
    run = StatementImport.objects.select_for_update().get(pk=import_id)
    check(by, MAY_IMPORT_MONEY, run.authority_id)
    run.finished_at = by.at
    run.save(update_fields=["finished_at"])
    if run.refused:
        task = new_task(
            authority_id=run.authority_id,
            kind=ImportTask.PROBLEM,
            role=Role.FINANCE,
            subject=run,
            title=f"{run.refused} rows of a statement were not accepted",
            address=reverse("cards:import_report", args=[run.public_id]),
            due_date=by.today + timedelta(figure(run.authority_id, REFUSED_LINES_DAYS, by.today)),
            at=by.at,
        )
        raise_tasks([task])
    _audit("statement.finished", by, run, created=run.created, changed=run.changed)
    return run


@transaction.atomic
def settle_refusals(*, by: Viewer, import_id: int) -> StatementImport:
    """Say that the refused lines of an import have been dealt with."""
    run = StatementImport.objects.get(pk=import_id)
    check(by, MAY_IMPORT_MONEY, run.authority_id)
    finish_tasks(
        by=by, kind=ImportTask.PROBLEM, subject_type=run._meta.label_lower, subject_ids=[run.pk]
    )
    _audit("statement.refusals_settled", by, run, refused=run.refused)
    return run


def _notes(account: MoneyAccount, file: StatementFile, digest: str) -> list[Problem]:
    notes = []
    if StatementImport.objects.filter(account=account, sha256=digest).exists():
        notes.append(problem("statement_note_imported_before"))
    if file.account_id and not file.account_id.endswith(account.last4):
        ending = file.account_id[-LAST_DIGITS:]
        notes.append(problem("statement_note_other_account", ending=ending, last4=account.last4))
    return notes


def _audit(event: str, by: Viewer, run: StatementImport, **counts: int) -> None:
    record(event=event, by=by, subject=run, account_id=run.account_id, **counts)
