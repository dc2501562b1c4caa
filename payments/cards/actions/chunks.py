"""One chunk of a statement against what is stored: what is new, what became booked, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
    KnownPending,
    LineState,
    NumberedLine,
    pair_pending,
)
from payments.gateway.contract import LineStatus, StatementLine

#: Rows to one INSERT. Judgement: 16 columns, well under the 32,766 values that SQLite takes.
BATCH = 500


@dataclass
class SortedChunk:
    """Unsaved and changed rows, by what is to be done with them."""

    new: list[ReceivedLine] = field(default_factory=list)
    booked: list[ReceivedLine] = field(default_factory=list)
    reworded: list[ReceivedLine] = field(default_factory=list)
    unchanged: int = 0

    @property
    def to_post(self) -> list[ReceivedLine]:
        """What is booked once write_chunk has stored it."""
        return [line for line in self.new if line.state == LineState.BOOKED] + self.booked

    @property
    def other_currency(self) -> int:
        return sum(line.state == LineState.OTHER_CURRENCY for line in self.new)


def sort_chunk(
    *,
    run: StatementImport,
    account: MoneyAccount,
    chunk: Sequence[NumberedLine],
    still_pending: set[str],
    at: datetime,
) -> SortedChunk:
    """Compare each line with the stored rows, which the locked account keeps still."""
    known = _known(account, chunk)
    done = SortedChunk()
    unseen = []
    for numbered in chunk:
        row = known.get(numbered.identity)
        if row is None:
            unseen.append(numbered)
        else:
            _sort_known(row, numbered, done)
    pending = _pending_near(account, unseen)
    pairs = pair_pending(
        unseen, [_as_known(row) for row in pending.values()], still_pending=still_pending
    )
    for numbered in unseen:
        if numbered.identity not in pairs:
            done.new.append(_new_row(run, account, numbered, at))
        else:
            _sort_known(pending[pairs[numbered.identity]], numbered, done)
    return done


def write_chunk(*, by: Viewer, account: MoneyAccount, done: SortedChunk) -> None:
    """Store what sort_chunk found, in bulk, and post what is booked. Part of import_chunk."""
    require_transaction()
    ReceivedLine.objects.bulk_create(done.new, batch_size=BATCH)
    for rows, names in ((done.booked, _BOOKING), (done.reworded, ["payee", "description"])):
        ReceivedLine.objects.bulk_update(rows, names, batch_size=BATCH)
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


_BOOKING = [
    "identity",
    "pending_identity",
    "booked_date",
    "amount_pence",
    "payee",
    "description",
    "provider_reference",
]


def _known(account: MoneyAccount, chunk: Sequence[NumberedLine]) -> Mapping[str, ReceivedLine]:
    """The stored row of each identity; for a pending line also the row that has since been booked."""
    lines = ReceivedLine.objects.filter(account=account)
    pending = [n.identity for n in chunk if n.line.status == LineStatus.PENDING]
    once = lines.filter(pending_identity__in=pending) if pending else lines.none()
    found = {row.pending_identity: row for row in once}
    found |= {row.identity: row for row in lines.filter(identity__in=[n.identity for n in chunk])}
    return found


def _pending_near(
    account: MoneyAccount, unseen: Sequence[NumberedLine]
) -> Mapping[int, ReceivedLine]:
    """Stored pending rows near enough in time to be one of these lines."""
    if not unseen:
        return {}
    days = [numbered.line.booked_date for numbered in unseen]
    rows = ReceivedLine.objects.filter(
        account=account,
        state=LineState.PENDING,
        booked_date__gte=min(days) - timedelta(BOOKED_AT_MOST_DAYS_LATER),
        booked_date__lte=max(days) + timedelta(BOOKED_AT_MOST_DAYS_EARLIER),
    )
    return {row.pk: row for row in rows}


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
    if row.state == LineState.PENDING and line.status == LineStatus.BOOKED:
        row.pending_identity, row.identity = row.identity, numbered.identity
        row.booked_date, row.amount_pence = line.booked_date, line.amount_minor
        row.provider_reference = line.provider_ref[:REFERENCE_LENGTH] or row.provider_reference
        row.payee, row.description = _words(line)
        done.booked.append(row)
    elif line.status == LineStatus.BOOKED and (row.payee, row.description) != _words(line):
        row.payee, row.description = _words(line)
        done.reworded.append(row)
    else:
        done.unchanged += 1


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
