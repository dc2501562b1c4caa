"""Taking a confirmed statement back: its postings and what was made of them, chunk by chunk."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, F, QuerySet

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.dates import london_date
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.actions.posting import change_available
from payments.cards.actions.refused_rows import forget_refusals
from payments.cards.actions.statements import CHUNK
from payments.cards.actions.uploads import end_upload, read_others_again
from payments.cards.errors import StatementRefused
from payments.cards.models import (
    LineShown,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
)
from payments.cards.rules import (
    IMPORT_TRANSITIONS,
    LINE_TRANSITIONS,
    MAY_TAKE_BACK,
    REASON_LENGTH,
    ImportState,
    LineState,
    UploadState,
)
from payments.cards.signals import lines_leaving, taking_back_waiting
from payments.ledger.actions import reverse_groups
from payments.ledger.models import Transfer
from payments.ledger.queries import closed_until

#: Of an upload whose statement is taken back before all of it was recorded.
UNFINISHED = [UploadState.RECORDING.value, UploadState.UNREADABLE.value]


@transaction.atomic
def take_back_statement(*, by: Viewer, import_id: int, why: str) -> StatementImport:
    """Have a confirmed statement taken out of the books, by the worker, for a reason.

    Raises StatementRefused without a reason, when it was taken back already, when a payment of it
    stands in a period that is closed, and when nobody can say what another statement shows of it.
    """
    account = MoneyAccount.objects.select_for_update().get(imports=import_id)
    check(by, MAY_TAKE_BACK, account.authority_id)
    run = StatementImport.objects.get(pk=import_id)
    words = why.strip()
    if not 0 < len(words) <= REASON_LENGTH:
        raise StatementRefused(problem("statement_why_missing", "why", most=REASON_LENGTH))
    if run.state != ImportState.CONFIRMED:
        raise StatementRefused(problem("statement_not_in_the_books"))
    lines = ReceivedLine.objects.filter(statement_import=run, state=LineState.BOOKED)
    check_not_closed(authority_id=run.authority_id, lines=lines)
    _check_others_known(run)
    changes = {
        "taken_back_at": by.at,
        "taken_back_why": words,
        **actor_columns("taken_back_by", by),
    }
    move(
        run,
        ImportState.TAKING_BACK,
        table=IMPORT_TRANSITIONS,
        by=by,
        event="statement.taking_back",
        changes=changes,
        account_id=run.account_id,
    )
    _stop_recording(by, run)
    taking_back_waiting.send(sender=StatementImport, import_id=run.pk)
    return run


def check_not_closed(*, authority_id: int, lines: QuerySet[ReceivedLine]) -> None:
    """Raise StatementRefused where one of these payments of a council stands in a period that is closed."""
    open_from = closed_until(authority_id)
    if open_from is None:
        return
    posted = Transfer.objects.filter(group__in=lines.values("public_id"), reversed_by=None)
    first = posted.filter(effective_date__lt=open_from).order_by("effective_date").first()
    if first is not None:
        facts = {"day": first.effective_date.isoformat(), "open_from": open_from.isoformat()}
        raise StatementRefused(problem("statement_period_closed", **facts))


def _check_others_known(run: StatementImport) -> None:
    """Raise StatementRefused where another statement of the same days was recorded before Handrail kept
    which payments a statement shows too: what both show would go, though the other is in the books.
    Sending that file again says it."""
    others = StatementImport.objects.in_the_books().filter(account=run.account_id)
    known = others.filter(lines_shown__isnull=False).values("sha256")
    unknown = others.exclude(pk=run.pk).exclude(sha256__in=known).exclude(finished_at=None)
    if run.first_date and run.last_date:
        unknown = unknown.exclude(first_date__gt=run.last_date).exclude(
            last_date__lt=run.first_date
        )
    own = dict(unknown.order_by().annotate(own=Count("lines")).values_list("pk", "own"))
    for one in unknown.order_by("pk"):
        if own[one.pk] < one.done:
            facts = {"file": one.file_name, "day": london_date(one.imported_at).isoformat()}
            raise StatementRefused(problem("statement_others_not_known", **facts))


def _stop_recording(by: Viewer, run: StatementImport) -> None:
    """A file of which nothing else is in the books goes, and is recorded no further."""
    uploads = StatementUpload.objects.filter(imports=run, state__in=UNFINISHED)
    upload = uploads.select_for_update(of=("self",)).first()
    if upload is not None and not upload.imports.in_the_books().filter(finished_at=None).exists():
        is_whole = upload.state == UploadState.RECORDING and upload.imports.in_the_books().exists()
        to = UploadState.READ if is_whole else UploadState.DISCARDED
        end_upload(by=by, upload=upload, to=to)


def withdraw_statement(*, by: Viewer, import_id: int) -> StatementImport:
    """Every payment that stands for a statement being taken back. Safe to repeat, wherever it is cut off."""
    while withdraw_chunk(by=by, import_id=import_id):
        pass
    return finish_taking_back(by=by, import_id=import_id)


@transaction.atomic
def withdraw_chunk(*, by: Viewer, import_id: int) -> int:
    """The next lines of it: kept where another statement in the books shows them, else out of the books.
    Returns how many lines that were."""
    account, run = _lock(by, import_id)
    if run.state != ImportState.TAKING_BACK:
        return 0
    standing = ReceivedLine.objects.live().filter(statement_import=run).order_by("pk")
    lines = list(standing[:CHUNK])
    kept = _still_shown(run, lines)
    going = [line for line in lines if line.pk not in kept]
    withdraw_lines(by=by, account=account, lines=going)
    _hand_over(lines, kept)
    _announce_again(by, account, going)
    StatementImport.objects.filter(pk=run.pk).update(withdrawn=F("withdrawn") + len(going))
    if lines:
        facts = {"account_id": account.pk, "kept": len(kept), "withdrawn": len(going)}
        record(event="statement.chunk_taken_back", by=by, subject=run, **facts)
    return len(lines)


@transaction.atomic
def finish_taking_back(*, by: Viewer, import_id: int) -> StatementImport:
    """Say that nothing of it is left. The same file may come again, as the next attempt."""
    account, run = _lock(by, import_id)
    if run.state != ImportState.TAKING_BACK:
        return run
    LineShown.objects.filter(statement_import=run).delete()
    move(
        run,
        ImportState.TAKEN_BACK,
        table=IMPORT_TRANSITIONS,
        by=by,
        event="statement.taken_back",
        account_id=account.pk,
        withdrawn=run.withdrawn,
    )
    forget_refusals(by=by, run=run)
    read_others_again(by=by, account_ids=[account.pk])
    return run


def _lock(by: Viewer, import_id: int) -> tuple[MoneyAccount, StatementImport]:
    account = MoneyAccount.objects.select_for_update().get(imports=import_id)
    check(by, MAY_TAKE_BACK, account.authority_id)
    return account, StatementImport.objects.get(pk=import_id)


def _still_shown(run: StatementImport, lines: Sequence[ReceivedLine]) -> dict[int, LineShown]:
    """The earliest other statement in the books that shows each line in the state in which it is."""
    waits = {line.pk: line.state in (LineState.PENDING, LineState.GONE) for line in lines}
    rows = LineShown.objects.filter(line__in=waits, statement_import__state=ImportState.CONFIRMED)
    found: dict[int, LineShown] = {}
    for one in rows.exclude(statement_import=run).order_by("statement_import", "pk"):
        if bool(one.pending) == waits[one.line_id]:
            found.setdefault(one.line_id, one)
    return found


def _hand_over(lines: Sequence[ReceivedLine], kept: Mapping[int, LineShown]) -> None:
    """They stand for the other statement from now on."""
    changed = [line for line in lines if line.pk in kept]
    for line in changed:
        line.statement_import_id = kept[line.pk].statement_import_id
    ReceivedLine.objects.bulk_update(changed, ["statement_import"])
    LineShown.objects.filter(pk__in=[one.pk for one in kept.values()]).delete()


def withdraw_lines(*, by: Viewer, account: MoneyAccount, lines: Sequence[ReceivedLine]) -> None:
    """Reverse what was posted, each on its own day, after whoever matched it has let go of it. Part of an
    action, which has locked the account."""
    require_transaction()
    posted = [line for line in lines if line.state == LineState.BOOKED and line.amount_pence]
    if posted:
        lines_leaving.send(sender=ReceivedLine, line_ids=[line.pk for line in posted], at=by.at)
        reverse_groups(
            by=by,
            authority_id=account.authority_id,
            groups=[line.public_id for line in posted],
        )
        change_available(account, -sum(line.amount_pence for line in posted))
    move(
        lines,
        LineState.WITHDRAWN,
        table=LINE_TRANSITIONS,
        by=by,
        event="received_lines.withdrawn",
    )


def _announce_again(by: Viewer, account: MoneyAccount, gone: Collection[ReceivedLine]) -> None:
    """A payment that a statement in the books only announced waits again, as it did before it was
    booked: as a new line, since the booked one stands in the books with its reversal."""
    shown = LineShown.objects.filter(
        line__in=[line.pk for line in gone],
        statement_import__state=ImportState.CONFIRMED,
    ).exclude(pending={})
    first: dict[int, LineShown] = {}
    for one in shown.order_by("statement_import", "pk"):
        first.setdefault(one.line_id, one)
    taken = set(
        account.lines.live()
        .filter(identity__in=[one.pending["identity"] for one in first.values()])
        .values_list("identity", flat=True)
    )
    for one in first.values():
        if one.pending["identity"] not in taken:
            again = _as_announced(by, account, one)
            others = LineShown.objects.filter(line=one.line_id).exclude(pending={})
            others.exclude(pk=one.pk).update(line=again)


def _as_announced(by: Viewer, account: MoneyAccount, one: LineShown) -> ReceivedLine:
    facts = {**one.pending, "booked_date": date.fromisoformat(one.pending["booked_date"])}
    return ReceivedLine.objects.create(
        authority_id=account.authority_id,
        account=account,
        statement_import_id=one.statement_import_id,
        currency=account.currency,
        state=LineState.PENDING,
        received_at=by.at,
        **facts,
    )
