"""Which row of a chain holds on a day: the last word holds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tests.payments.reconciliation.reference.facts import Row


def with_row(rows: Iterable[Row], new: Row) -> list[Row]:
    """The chain after a new row was recorded: nothing changes for days before its first day."""
    kept = []
    for row in rows:
        if row.starts < new.starts:
            kept.append(ended_by(row, new.starts))
        elif stays_beside(row, new):
            kept.append(row)
        # Any other begins within the new row: it is replaced whole.
    later = [row.starts for row in kept if row.starts > new.starts]
    if new.until is None and later:
        new = replace(new, until=min(later))
    return sorted([*kept, new], key=lambda row: row.starts)


def stays_beside(row: Row, new: Row) -> bool:
    """Whether a row that begins on the new one's first day or later is left as it is."""
    if new.until is None:
        return row.starts > new.starts
    return row.starts >= new.until


def with_ending(rows: Iterable[Row], day: date) -> list[Row]:
    """The chain after it was ended from a day: rows that begin on that day or later hold no more."""
    return [ended_by(row, day) for row in rows if row.starts < day]


def ended_by(row: Row, day: date) -> Row:
    """The row, ending on that day if it reached past it."""
    if row.until is not None and row.until <= day:
        return row
    return replace(row, until=day)
