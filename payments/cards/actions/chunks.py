"""One chunk of a statement against what is stored: what is new, what became booked, what changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Q

from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.actions.cards import note_use_of_only_card
from payments.cards.actions.posting import post_booked
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.cards.rules import (
    BOOKED_AT_MOST_DAYS_EARLIER,
    BOOKED_AT_MOST_DAYS_LATER,
    DESCRIPTION_LENGTH,
    LINE_TRANSITIONS,
    PAYEE_LENGTH,
    REFERENCE_LENGTH,
    KnownLine,
    KnownPending,
    LineState,
    NumberedLine,
    WholeFile,
    follow_pending,
    follows_on,
    is_over,
    pair_pending,
    recognise,
)
from payments.gateway.contract import LineStatus, StatementLine

#: Rows to one INSERT. Judgement: 20 columns, well under the 32,766 values that SQLite takes.
BATCH = 500


@dataclass
class SortedChunk:
    """Unsaved and changed rows, by what is to be done with them."""

    new: list[ReceivedLine] = field(default_factory=list)
    booked: list[ReceivedLine] = field(default_factory=list)
    reworded: list[ReceivedLine] = field(default_factory=list)
    shown_again: list[ReceivedLine] = field(default_factory=list)
    unchanged: int = 0
    doubtful: tuple[NumberedLine, ...] = ()

    @property
    def to_post(self) -> list[ReceivedLine]:
        """What is booked once write_chunk has stored it."""
        return [line for line in self.new if line.state == LineState.BOOKED] + self.booked

    @property
    def changed(self) -> int:
        return len({row.pk for row in (*self.booked, *self.reworded, *self.shown_again)})

    @property
    def other_currency(self) -> int:
        return sum(line.state == LineState.OTHER_CURRENCY for line in self.new)


def sort_chunk(
    *,
    run: StatementImport,
    account: MoneyAccount,
    chunk: Sequence[NumberedLine],
    whole: WholeFile,
    at: datetime,
) -> SortedChunk:
    """Compare each line with the stored rows, which the locked account keeps still."""
    known = _known(account, chunk)
    done = SortedChunk()
    unseen = _sort_all(chunk, known, done)
    days, waiting = _rows_near(run, unseen)
    known = {
        old: row
        for row in days.values()
        for old in row.former_identities
        if row.identity not in whole.identities
    }
    unseen = _sort_all(unseen, known, done)
    left = {one.identity for one in unseen}
    seen = frozenset(one.identity for one in chunk if one.identity not in left)
    stored = [known_line(row) for row in days.values()]
    same = recognise(unseen, stored, replace(whole, seen=seen))
    unseen = _sort_all(unseen, {new: days[pk] for new, pk in same.pairs.items()}, done)
    unseen = _sort_pending(waiting, unseen, whole, done)
    done.new = [_new_row(run, account, numbered, at) for numbered in unseen]
    new = {numbered.identity for numbered in unseen}
    done.doubtful = tuple(one for one in same.doubtful if one.identity in new)
    return done


def _sort_all(
    lines: Iterable[NumberedLine], known: Mapping[str, ReceivedLine], done: SortedChunk
) -> list[NumberedLine]:
    """Sort the lines whose stored row is known by their identity, and hand back the others."""
    unseen = []
    for numbered in lines:
        row = known.get(numbered.identity)
        if row is None:
            unseen.append(numbered)
        else:
            _sort_known(row, numbered, done)
    return unseen


def _sort_pending(
    rows: Mapping[int, ReceivedLine],
    unseen: list[NumberedLine],
    whole: WholeFile,
    done: SortedChunk,
) -> list[NumberedLine]:
    """The stored pending rows that these lines are; first as they were announced, then otherwise."""
    known = [_as_known(row) for row in rows.values()]
    pairs = pair_pending(unseen, known, still_pending=set(whole.still_pending))
    taken = set(pairs.values())
    unseen = _sort_all(unseen, {new: rows[pk] for new, pk in pairs.items()}, done)
    passed = [
        one
        for one in known
        if one.id not in taken and is_over(one.identity, one.booked_date, whole)
    ]
    followed = follow_pending(unseen, passed)
    return _sort_all(unseen, {new: rows[pk] for new, pk in followed.items()}, done)


def write_chunk(*, by: Viewer, account: MoneyAccount, done: SortedChunk) -> None:
    """Store what sort_chunk found, in bulk, and post what is booked. Part of import_chunk."""
    require_transaction()
    ReceivedLine.objects.bulk_create(done.new, batch_size=BATCH)
    for rows, names in (
        (done.booked, _BOOKING),
        (done.reworded, _WORDING),
        (done.shown_again, _SHOWING),
    ):
        ReceivedLine.objects.bulk_update(rows, names, batch_size=BATCH)
    move(
        [row for row in done.shown_again if row.state == LineState.GONE],
        LineState.PENDING,
        table=LINE_TRANSITIONS,
        by=by,
        event="received_lines.shown_again",
    )
    move(
        done.booked,
        LineState.BOOKED,
        table=LINE_TRANSITIONS,
        by=by,
        event="received_lines.booked",
    )
    post_booked(by=by, account=account, lines=done.to_post)
    if any(line.amount_pence < 0 for line in done.to_post):
        note_use_of_only_card(by=by, account=account)


_WORDING = [
    *("identity", "former_identities", "balance_pence", "payee", "description"),
    *("provider_reference", "raw_rows"),
]
_BOOKING = [*_WORDING, "pending_identity", "booked_date", "amount_pence", "is_reversal"]
_SHOWING = ["identity", "booked_date"]


def _known(account: MoneyAccount, chunk: Sequence[NumberedLine]) -> Mapping[str, ReceivedLine]:
    """The stored row of each identity; for a pending line also the row that has since been booked."""
    lines = ReceivedLine.objects.filter(account=account)
    pending = [n.identity for n in chunk if n.line.status == LineStatus.PENDING]
    once = lines.filter(pending_identity__in=pending) if pending else lines.none()
    found = {row.pending_identity: row for row in once}
    found |= {row.identity: row for row in lines.filter(identity__in=[n.identity for n in chunk])}
    return found


def _rows_near(
    run: StatementImport, unseen: Sequence[NumberedLine]
) -> tuple[Mapping[int, ReceivedLine], Mapping[int, ReceivedLine]]:
    """Stored rows that these lines may be, in one query: those of earlier files on the same days, booked
    or in another currency; and those that wait to be booked, near enough in time."""
    days = {numbered.line.booked_date for numbered in unseen}
    if not days:
        return {}, {}
    settled = Q(state__in=[LineState.BOOKED, LineState.OTHER_CURRENCY], booked_date__in=days)
    waiting = Q(
        state__in=[LineState.PENDING, LineState.GONE],
        booked_date__gte=min(days) - timedelta(BOOKED_AT_MOST_DAYS_LATER),
        booked_date__lte=max(days) + timedelta(BOOKED_AT_MOST_DAYS_EARLIER),
    )
    earlier = settled & (Q(statement_import=None) | ~Q(statement_import=run))
    rows = ReceivedLine.objects.filter(account=run.account_id).filter(earlier | waiting)
    near: tuple[dict[int, ReceivedLine], dict[int, ReceivedLine]] = ({}, {})
    for row in rows.order_by("pk"):
        near[row.state in (LineState.PENDING, LineState.GONE)][row.pk] = row
    return near


def known_line(row: ReceivedLine) -> KnownLine:
    """A stored row as the rules see it."""
    return KnownLine(
        id=row.pk,
        identity=row.identity,
        former_identities=tuple(row.former_identities),
        booked_date=row.booked_date,
        amount_minor=row.amount_pence,
        currency=row.currency,
        payee=row.payee,
        description=row.description,
        provider_reference=row.provider_reference,
        balance_minor=row.balance_pence,
    )


def _as_known(row: ReceivedLine) -> KnownPending:
    return KnownPending(
        id=row.pk,
        identity=row.identity,
        provider_reference=row.provider_reference,
        amount_minor=row.amount_pence,
        currency=row.currency,
        payee=row.payee,
        booked_date=row.booked_date,
    )


def _sort_known(row: ReceivedLine, numbered: NumberedLine, done: SortedChunk) -> None:
    line = numbered.line
    is_booked = line.status == LineStatus.BOOKED
    if row.state in (LineState.PENDING, LineState.GONE) and is_booked:
        row.pending_identity, row.identity = row.identity, numbered.identity
        row.booked_date, row.amount_pence = line.booked_date, line.amount_minor
        row.is_reversal = line.is_reversal
        _reword(row, line)
        done.booked.append(row)
    elif is_booked and _is_reworded(row, numbered):
        if numbered.identity not in (row.identity, *row.former_identities):
            row.former_identities = [*row.former_identities, row.identity]
            row.identity = numbered.identity
        _reword(row, line)
        done.reworded.append(row)
    elif not is_booked and _is_shown_again(row, numbered):
        row.identity, row.booked_date = numbered.identity, line.booked_date
        done.shown_again.append(row)
    else:
        done.unchanged += 1


def _is_reworded(row: ReceivedLine, numbered: NumberedLine) -> bool:
    """Whether the file says it in other words, or under an identity that is new."""
    is_new = numbered.identity not in (row.identity, *row.former_identities)
    return is_new or (row.payee, row.description) != _words(numbered.line)


def _is_shown_again(row: ReceivedLine, numbered: NumberedLine) -> bool:
    """Whether a pending row was gone, or has another day by now."""
    if row.state == LineState.GONE:
        return True
    return row.state == LineState.PENDING and row.identity != numbered.identity


def _reword(row: ReceivedLine, line: StatementLine) -> None:
    row.payee, row.description = _words(line)
    row.provider_reference = line.provider_ref[:REFERENCE_LENGTH] or row.provider_reference
    if line.balance_minor is not None:
        row.balance_pence = line.balance_minor
    if line.raw not in row.raw_rows:
        row.raw_rows = [*row.raw_rows, line.raw]


def _new_row(
    run: StatementImport, account: MoneyAccount, numbered: NumberedLine, at: datetime
) -> ReceivedLine:
    line = numbered.line
    payee, description = _words(line)
    return ReceivedLine(
        authority_id=account.authority_id,
        account=account,
        statement_import=run,
        identity=numbered.identity,
        booked_date=line.booked_date,
        amount_pence=line.amount_minor,
        currency=line.currency,
        payee=payee,
        description=description,
        provider_reference=line.provider_ref[:REFERENCE_LENGTH],
        mcc=line.merchant_category,
        balance_pence=line.balance_minor,
        is_reversal=line.is_reversal,
        raw_rows=[line.raw] if line.raw else [],
        state=_state(line, account.currency),
        received_at=at,
    )


def _words(line: StatementLine) -> tuple[str, str]:
    """Payee and description as they are kept. Where the bank names nobody, its text is both."""
    return (line.payee or line.description)[:PAYEE_LENGTH], line.description[:DESCRIPTION_LENGTH]


def _state(line: StatementLine, account_currency: str) -> LineState:
    if line.currency != account_currency:
        return LineState.OTHER_CURRENCY
    return LineState.PENDING if line.status == LineStatus.PENDING else LineState.BOOKED


def gone_on_from(run: StatementImport, lines: Sequence[StatementLine]) -> Mapping[str, int]:
    """How many stored lines have each key that a file goes on from: where its first day begins with the
    balance at which the stored lines of that day end, none of them is in it."""
    booked = [line for line in lines if line.status == LineStatus.BOOKED]
    if not booked or booked[0].balance_minor is None:
        return {}
    day = booked[0].booked_date
    rows = ReceivedLine.objects.filter(
        account=run.account_id, state=LineState.BOOKED, booked_date=day
    ).exclude(statement_import=run)
    first_day = [line for line in booked if line.booked_date == day]
    if not follows_on(first_day, [known_line(row) for row in rows.order_by("pk")]):
        return {}
    return Counter(row.identity.rpartition(":")[0] for row in rows)


def close_gone(*, by: Viewer, account: MoneyAccount, whole: WholeFile) -> None:
    """Close the pending lines that a file is past and shows no more. Part of finish_import."""
    require_transaction()
    if whole.first is None or whole.last is None:
        return
    pending = ReceivedLine.objects.filter(
        account=account,
        state=LineState.PENDING,
        booked_date__gte=whole.first,
        booked_date__lt=whole.last,
    )
    gone = [row for row in pending if is_over(row.identity, row.booked_date, whole)]
    move(gone, LineState.GONE, table=LINE_TRANSITIONS, by=by, event="received_lines.gone")
