"""One chunk of a statement against what is stored: what is new, what became booked, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from payments.cards.actions.stored_lines import known_line, known_pending, rows_near, stored_of
from payments.cards.models import LineShown, MoneyAccount, ReceivedLine, StatementImport
from payments.cards.rules import (
    DESCRIPTION_LENGTH,
    PAYEE_LENGTH,
    REFERENCE_LENGTH,
    LineState,
    NumberedLine,
    WholeFile,
    follow_pending,
    is_over,
    pair_pending,
    recognise,
)
from payments.gateway.contract import LineStatus, StatementLine


@dataclass
class SortedChunk:
    """Unsaved and changed rows, by what is to be done with them.

    `shown` are the other statements that show a row too, and how it looked in each that only announced it.
    """

    run: StatementImport
    new: list[ReceivedLine] = field(default_factory=list)
    booked: list[ReceivedLine] = field(default_factory=list)
    reworded: list[ReceivedLine] = field(default_factory=list)
    shown_again: list[ReceivedLine] = field(default_factory=list)
    same: list[ReceivedLine] = field(default_factory=list)
    shown: list[LineShown] = field(default_factory=list)
    doubtful: tuple[NumberedLine, ...] = ()

    @property
    def to_post(self) -> list[ReceivedLine]:
        """What is booked once write_chunk has stored it."""
        return [line for line in self.new if line.state == LineState.BOOKED] + self.booked

    @property
    def unchanged(self) -> int:
        return len(self.same)

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
    known = stored_of(account, chunk)
    done = SortedChunk(run)
    unseen = _sort_all(chunk, known, done)
    days, waiting = rows_near(run, unseen)
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
    known = [known_pending(row) for row in rows.values()]
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


def _sort_known(row: ReceivedLine, numbered: NumberedLine, done: SortedChunk) -> None:
    line = numbered.line
    is_booked = line.status == LineStatus.BOOKED
    if row.state in (LineState.PENDING, LineState.GONE) and is_booked:
        _show(done, row, row.statement_import_id, _looked(row))
        row.statement_import = done.run
        row.pending_identity, row.identity = row.identity, numbered.identity
        row.booked_date, row.amount_pence = line.booked_date, line.amount_minor
        row.is_reversal = line.is_reversal
        _reword(row, line)
        done.booked.append(row)
        return
    _show(done, row, done.run.pk, {} if is_booked else _announced(numbered))
    if is_booked and _is_reworded(row, numbered):
        if numbered.identity not in (row.identity, *row.former_identities):
            row.former_identities = [*row.former_identities, row.identity]
            row.identity = numbered.identity
        _reword(row, line)
        done.reworded.append(row)
    elif not is_booked and _is_shown_again(row, numbered):
        row.identity, row.booked_date = numbered.identity, line.booked_date
        done.shown_again.append(row)
    else:
        done.same.append(row)


def _show(
    done: SortedChunk, row: ReceivedLine, import_id: int | None, pending: dict[str, Any]
) -> None:
    """Note a statement beside the one that the row stands for, or will."""
    owner = done.run.pk if import_id == row.statement_import_id else row.statement_import_id
    if import_id is not None and import_id != owner:
        done.shown.append(LineShown(line=row, statement_import_id=import_id, pending=pending))


def _looked(row: ReceivedLine) -> dict[str, Any]:
    """A row that waits to be booked, as it can be made again."""
    return {
        "identity": row.identity,
        "booked_date": row.booked_date.isoformat(),
        "amount_pence": row.amount_pence,
        "payee": row.payee,
        "description": row.description,
        "provider_reference": row.provider_reference,
        "raw_rows": row.raw_rows,
    }


def _announced(numbered: NumberedLine) -> dict[str, Any]:
    """A line that a file only announces, in the same shape."""
    line = numbered.line
    payee, description = _words(line)
    return {
        "identity": numbered.identity,
        "booked_date": line.booked_date.isoformat(),
        "amount_pence": line.amount_minor,
        "payee": payee,
        "description": description,
        "provider_reference": line.provider_ref[:REFERENCE_LENGTH],
        "raw_rows": [line.raw] if line.raw else [],
    }


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
