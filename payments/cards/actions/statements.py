"""Bringing a statement file in, chunk by chunk, so that a reading cut short goes on where it was."""

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
from marketplace.core.transactions import require_transaction
from marketplace.council.queries import figure
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from payments.cards.actions.accounts import save_csv_mapping
from payments.cards.actions.chunks import close_gone, gone_on_from, sort_chunk, write_chunk
from payments.cards.actions.posting import announce
from payments.cards.actions.uploads import end_upload
from payments.cards.errors import StatementRefused
from payments.cards.models import CsvLayout, MoneyAccount, StatementImport, StatementUpload
from payments.cards.queries import known_columns
from payments.cards.rules import (
    FILE_NAME_LENGTH,
    LAST_DIGITS,
    MAY_IMPORT_MONEY,
    PROBLEMS_KEPT,
    REFUSED_LINES_DAYS,
    AccountProvider,
    ImportTask,
    NumberedLine,
    UploadState,
    WholeFile,
    oldest_first,
    own_layout,
    stored,
    with_identities,
)
from payments.gateway.contract import StatementFile, tidy
from payments.gateway.statements import CsvMapping, StatementFormat, detect_format, read_statement

#: Lines to a transaction. Judgement: it locks the account, and on SQLite every other writer waits.
CHUNK = 250
#: Lines of one file that may be here already. Judgement: who sees twenty looks through the account.
DOUBTS_TOLD = 20
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

    CSV columns are those given, else those kept for its headings, else guessed. Raises
    StatementUnreadable or StatementRefused, having written nothing, when the file as a whole is no
    use. Each chunk is a transaction of its own: what was committed stays when a later one fails.
    """
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    if account.provider == AccountProvider.STRIPE:
        raise StatementRefused(problem("statement_comes_by_event", "account"))
    kind = format or detect_format(data)
    if mapping is None and kind == StatementFormat.CSV:
        mapping = known_columns(account, data)
    file = read_statement(data, format=kind, mapping=mapping)
    digest = sha256(data).hexdigest()
    run = open_import(by=by, account=account, file=file, digest=digest, filename=filename)
    return import_lines(by=by, run=run, file=file, progress=progress)


def import_lines(
    *, by: Viewer, run: StatementImport, file: StatementFile, progress: Progress | None = None
) -> StatementImport:
    """Every line of an opened import that is not here yet, then its end. Safe to repeat."""
    lines = oldest_first(file)
    numbered = with_identities(lines, gone_on_from(run, lines))
    whole = WholeFile.of(numbered)
    for start in range(run.done, len(numbered), CHUNK):
        chunk = numbered[start : start + CHUNK]
        import_chunk(by=by, import_id=run.pk, start=start, chunk=chunk, whole=whole)
        if progress is not None:
            progress(start + len(chunk), len(numbered))
    return finish_import(by=by, import_id=run.pk, whole=whole, layout=file.layout)


@transaction.atomic
def open_import(
    *,
    by: Viewer,
    account: MoneyAccount,
    file: StatementFile,
    digest: str,
    filename: str,
    upload_id: int | None = None,
) -> StatementImport:
    """Note which file is coming, and what of it was refused; of an upload, for whoever sent it.

    An upload that was opened before goes on, unless its file is read otherwise by now.
    """
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    upload = lock_reading(upload_id) if upload_id else None
    before = upload.statement_import if upload else None
    if before is not None and (before.read, before.refused) == (file.read, len(file.refused)):
        return before
    who = {"imported_by_id": upload.sent_by_id} if upload else actor_columns("imported_by", by)
    run = StatementImport.objects.create(
        authority_id=account.authority_id,
        account=account,
        file_name=tidy(filename)[:FILE_NAME_LENGTH],
        sha256=digest,
        format=file.format,
        read=file.read,
        refused=len(file.refused),
        problems=[
            {
                "position": row.position,
                **({"number": row.number} if row.number else {}),
                **stored(row.problem),
            }
            for row in file.refused[:PROBLEMS_KEPT]
        ],
        notes=[stored(note) for note in (*file.notes, *_notes(account, file, digest))],
        first_date=file.first_date,
        last_date=file.last_date,
        imported_at=by.at,
        **who,
    )
    if upload is not None:
        upload.statement_import = run
        upload.save(update_fields=["statement_import"])
    _audit("statement.opened", by, run, read=run.read, refused=run.refused)
    return run


@transaction.atomic
def import_chunk(
    *,
    by: Viewer,
    import_id: int,
    start: int,
    chunk: Sequence[NumberedLine],
    whole: WholeFile,
) -> StatementImport:
    """Store one chunk of lines and post what is booked: one action, one audit event.

    `start` is how many lines of the file come before it. What a reading that was cut short, or one
    beside this one, has brought in already is left alone.
    """
    account, run = _lock_import(by, import_id)
    if run.done != start:
        return run
    _lock_upload_of(run)
    done = sort_chunk(run=run, account=account, chunk=chunk, whole=whole, at=by.at)
    counts = {
        "created": len(done.new),
        "changed": done.changed,
        "unchanged": done.unchanged,
        "other_currency": done.other_currency,
    }
    StatementImport.objects.filter(pk=run.pk).update(
        **{name: F(name) + number for name, number in counts.items()}
    )
    _note_doubts(run, done.doubtful)
    write_chunk(by=by, account=account, done=done)
    _audit("statement.chunk_imported", by, run, posted=len(done.to_post), **counts)
    announce(at=by.at, lines=done.to_post)
    return run


@transaction.atomic
def finish_import(
    *, by: Viewer, import_id: int, whole: WholeFile | None = None, layout: str = ""
) -> StatementImport:
    """Mark the import whole, once; refused lines become a task for finance.

    Pending lines that the file is past, and does not show any more, were not charged. The columns
    that read it are kept for the next file of its layout.
    """
    account, run = _lock_import(by, import_id)
    if run.finished_at:
        return run
    if whole is not None:
        close_gone(by=by, account=account, whole=whole)
    run.finished_at = by.at
    run.save(update_fields=["finished_at"])
    _end_upload_of(by, run, layout)
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


def lock_reading(upload_id: int) -> StatementUpload:
    """An upload that is being read, locked until the transaction ends. Raises StatementRefused for one that
    was discarded."""
    require_transaction()
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    if upload.state != UploadState.READING:
        raise StatementRefused(problem("statement_reading_ended"))
    return upload


def _lock_import(by: Viewer, import_id: int) -> tuple[MoneyAccount, StatementImport]:
    """The lock makes two imports into one account take turns, so neither posts the other's lines."""
    account = MoneyAccount.objects.select_for_update().get(imports=import_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    return account, StatementImport.objects.get(pk=import_id)


def _lock_upload_of(run: StatementImport) -> None:
    """Keep a discarded upload from bringing more in; what is brought in shows that its file can be read."""
    upload_id = StatementUpload.objects.filter(statement_import=run).values_list("pk").first()
    if upload_id is None:
        return
    upload = lock_reading(upload_id[0])
    if upload.tries > 1:
        upload.tries = 1
        upload.save(update_fields=["tries"])


def _end_upload_of(by: Viewer, run: StatementImport, layout: str) -> None:
    """The file goes, and the columns that read it are kept for the next one of its layout."""
    reading = StatementUpload.objects.filter(statement_import=run, state=UploadState.READING)
    upload = reading.select_for_update().first()
    if upload is None:
        return
    end_upload(by=by, upload=upload, to=UploadState.READ)
    if upload.csv_mapping and not _is_kept(upload, layout):
        mapping = CsvMapping.from_json(upload.csv_mapping)
        save_csv_mapping(by=by, account_id=run.account_id, mapping=mapping, layout=layout)


def _is_kept(upload: StatementUpload, layout: str) -> bool:
    """Whether its columns are kept already; how many rows stand above the headings changes by file."""
    signature = layout or own_layout(upload.account.public_id)
    kept = CsvLayout.objects.filter(authority=upload.authority_id, signature=signature).first()
    return kept is not None and {**kept.mapping, "skip_rows": 0} == {
        **upload.csv_mapping,
        "skip_rows": 0,
    }


def _note_doubts(run: StatementImport, doubtful: Sequence[NumberedLine]) -> None:
    """Lines that were recorded, and may be here already in other words: somebody should look."""
    told = sum(note["code"] == "statement_note_maybe_same" for note in run.notes)
    notes = [
        problem(
            "statement_note_maybe_same",
            row=one.line.position,
            day=one.line.booked_date.isoformat(),
            amount_minor=one.line.amount_minor,
            currency=one.line.currency,
        )
        for one in doubtful[: DOUBTS_TOLD - told]
    ]
    if notes:
        run.notes = [*run.notes, *(stored(note) for note in notes)]
        run.save(update_fields=["notes"])


def _notes(account: MoneyAccount, file: StatementFile, digest: str) -> list[Problem]:
    notes = []
    if StatementImport.objects.filter(account=account, sha256=digest).exists():
        notes.append(problem("statement_note_imported_before"))
    known = tuple(card.last4 for card in account.cards.all()) or account.bank_last4
    if file.account_id and not file.account_id.endswith(known):
        ending = file.account_id[-LAST_DIGITS:]
        notes.append(problem("statement_note_other_account", ending=ending, last4=account.last4))
    return notes


def _audit(event: str, by: Viewer, run: StatementImport, **counts: int) -> None:
    record(event=event, by=by, subject=run, account_id=run.account_id, **counts)
