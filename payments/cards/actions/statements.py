"""Recording a confirmed statement, chunk by chunk, so that what was cut short goes on where it was."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from payments.cards.actions.accounts import save_csv_mapping
from payments.cards.actions.chunks import close_gone, write_chunk
from payments.cards.actions.comparing import sort_chunk
from payments.cards.actions.posting import announce
from payments.cards.actions.refused_rows import ask_about_refused
from payments.cards.actions.stored_lines import gone_on_from
from payments.cards.actions.uploads import end_upload, read_others_again
from payments.cards.errors import StatementRefused
from payments.cards.models import (
    CsvLayout,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
)
from payments.cards.queries import known_columns
from payments.cards.rules import (
    FILE_NAME_LENGTH,
    MAY_IMPORT_MONEY,
    PAYEE_LENGTH,
    PROBLEMS_KEPT,
    REASON_LENGTH,
    AccountProvider,
    ImportState,
    LineState,
    NumberedLine,
    UploadState,
    WholeFile,
    balances_of,
    digits_of,
    oldest_first,
    own_layout,
    stored,
    upload_problems,
    with_identities,
)
from payments.gateway.contract import RefusedLine, StatementFile, tidy
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
    despite: str = "",
) -> StatementImport:
    """Record a file that whoever calls confirms by calling, and return its report. The same file again
    changes nothing.

    CSV columns are those given, else those kept for its headings, else guessed. Raises
    StatementUnreadable or StatementRefused, having written nothing, when the file as a whole is no
    use. Each chunk is a transaction of its own: what was committed stays when a later one fails.
    """
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    file = read_for(account, data, format=format, mapping=mapping)
    digest = sha256(data).hexdigest()
    run = open_import(
        by=by, account=account, file=file, digest=digest, filename=filename, despite=despite
    )
    return import_lines(by=by, run=run, file=file, progress=progress)


def read_for(
    account: MoneyAccount,
    data: bytes,
    *,
    format: StatementFormat | None = None,
    mapping: CsvMapping | None = None,
) -> StatementFile:
    """A file as the account's files are read. Raises StatementUnreadable or StatementRefused."""
    StatementRefused.refuse_if_any(
        upload_problems(
            AccountProvider(account.provider), is_share=account.shared_account_id is not None
        )
    )
    kind = format or detect_format(data)
    if mapping is None and kind == StatementFormat.CSV:
        mapping = known_columns(account, data)
    return read_statement(data, format=kind, mapping=mapping)


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
    despite: str = "",
) -> StatementImport:
    """Note which file is coming, and what of it was refused, as confirmed by whoever calls."""
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    run = StatementImport.objects.create(
        authority_id=account.authority_id,
        account=account,
        state=ImportState.CONFIRMED,
        confirmed_at=by.at,
        imported_at=by.at,
        despite=despite[:REASON_LENGTH],
        **import_facts(account, file, digest, filename),
        **actor_columns("imported_by", by),
        **actor_columns("confirmed_by", by),
    )
    _audit("statement.opened", by, run, read=run.read, refused=run.refused)
    return run


def import_facts(
    account: MoneyAccount, file: StatementFile, digest: str, filename: str
) -> dict[str, Any]:
    """What is kept of a file as a whole, before any payment of it is."""
    opening, closing = balances_of(file)
    before = StatementImport.objects.filter(account=account, sha256=digest)
    taken_back = before.exclude(taken_back_at=None).count()
    notes = [*file.notes]
    if before.in_the_books().exists():
        notes.append(problem("statement_note_imported_before"))
    return {
        "attempt": taken_back + 1,
        "file_name": tidy(filename)[:FILE_NAME_LENGTH],
        "sha256": digest,
        "format": file.format,
        "read": file.read,
        "refused": len(file.refused),
        "problems": stored_rows(file.refused),
        "notes": [stored(note) for note in notes],
        "first_date": file.first_date,
        "last_date": file.last_date,
        "opening_minor": opening,
        "closing_minor": closing,
        "stated_digits": digits_of(file.account_id),
        "stated_holder": tidy(file.holder)[:PAYEE_LENGTH],
    }


def stored_rows(refused: Sequence[RefusedLine]) -> list[dict[str, Any]]:
    """Where each of the first refused rows stands, and why it was refused, as JSON."""
    return [
        {
            "position": row.position,
            **({"number": row.number} if row.number else {}),
            **stored(row.problem),
        }
        for row in refused[:PROBLEMS_KEPT]
    ]


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
    _refuse_unless_confirmed(run)
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
    return run


@transaction.atomic
def finish_import(
    *, by: Viewer, import_id: int, whole: WholeFile | None = None, layout: str = ""
) -> StatementImport:
    """Mark the import whole, once; refused lines become a task for finance.

    Pending lines that the file is past, and does not show any more, were not charged. The columns
    that read it are kept for the next file of its layout. What waits for a yes of the same account is
    read again, for it would do something else by now.
    """
    account, run = _lock_import(by, import_id)
    if run.finished_at:
        return run
    _refuse_unless_confirmed(run)
    if whole is not None:
        close_gone(by=by, account=account, whole=whole)
    _note_otherwise(run)
    run.finished_at, run.preview = by.at, {}
    run.save(update_fields=["finished_at", "preview", "notes"])
    _end_upload_of(by, run, layout)
    read_others_again(by=by, account_ids=[run.account_id])
    posted = ReceivedLine.objects.filter(statement_import=run, state=LineState.BOOKED)
    ids = posted.exclude(amount_pence=0).order_by("pk").values_list("pk", flat=True)
    announce(at=by.at, line_ids=list(ids))
    ask_about_refused(by=by, run=run)
    _audit("statement.finished", by, run, created=run.created, changed=run.changed)
    return run


def _refuse_unless_confirmed(run: StatementImport) -> None:
    """Nothing more of what is being taken back comes in."""
    if run.state != ImportState.CONFIRMED:
        raise StatementRefused(problem("statement_not_confirmed"))


def _note_otherwise(run: StatementImport) -> None:
    """Say so where recording came to another end than the preview that was confirmed."""
    foreseen = run.preview.get("counts")
    if foreseen and foreseen != [run.created, run.changed, run.unchanged]:
        facts = dict(zip(("created", "changed", "unchanged"), foreseen, strict=True))
        run.notes = [*run.notes, stored(problem("statement_note_not_as_previewed", **facts))]


def _lock_import(by: Viewer, import_id: int) -> tuple[MoneyAccount, StatementImport]:
    """The lock makes two imports into one account take turns, so neither posts the other's lines."""
    account = MoneyAccount.objects.select_for_update().get(imports=import_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    return account, StatementImport.objects.get(pk=import_id)


def _lock_upload_of(run: StatementImport) -> None:
    """What is brought in shows that its file can be read, so that its tries begin again."""
    if run.upload_id is None:
        return
    upload = StatementUpload.objects.select_for_update().get(pk=run.upload_id)
    if upload.state != UploadState.RECORDING:
        raise StatementRefused(problem("statement_reading_ended"))
    if upload.tries > 1:
        upload.tries = 1
        upload.save(update_fields=["tries"])


def _end_upload_of(by: Viewer, run: StatementImport, layout: str) -> None:
    """When all of a file is recorded it goes, and the columns that read it are kept for the next one."""
    recording = StatementUpload.objects.filter(imports=run, state=UploadState.RECORDING)
    upload = recording.select_for_update(of=("self",)).first()
    if upload is None or upload.imports.in_the_books().filter(finished_at=None).exists():
        return
    end_upload(by=by, upload=upload, to=UploadState.READ)
    if upload.csv_mapping and not _is_kept(upload, layout):
        mapping = CsvMapping.from_json(upload.csv_mapping)
        save_csv_mapping(by=by, account_id=run.account_id, mapping=mapping, layout=layout)


def _is_kept(upload: StatementUpload, layout: str) -> bool:
    """Whether its columns are kept already; how many rows stand above the headings changes by file."""
    if upload.account is None and not layout:
        # Without headings a layout is kept for one account's files, and this is of several.
        return True
    signature = layout or own_layout(upload.account.public_id)  # type: ignore[union-attr]
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


def _audit(event: str, by: Viewer, run: StatementImport, **counts: int) -> None:
    record(event=event, by=by, subject=run, account_id=run.account_id, **counts)
