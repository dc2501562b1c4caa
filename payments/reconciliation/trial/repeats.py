"""Which row of a later file is a line that an earlier file of the account brought already.

A line is the same by its day, amount and running balance, whatever its words; where one of the two has
no balance, by its day, amount and words, the first with the first and the second with the second.
A day of several rows that comes again row by row in another order has other balances and is the same day.
A file that opens with the balance with which the one before closed repeats nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date

from payments.reconciliation.trial.statements import TrialFile, TrialRow

ByDay = dict[date, list[TrialRow]]


def repeats(files: Sequence[TrialFile]) -> dict[TrialRow, TrialRow]:
    """Each row that repeats an earlier one, and the first copy of it. Rows not booked yet are left out."""
    found: dict[TrialRow, TrialRow] = {}
    known: dict[str, ByDay] = defaultdict(lambda: defaultdict(list))
    before: dict[str, TrialFile] = {}
    for file in files:
        account = file.statement.account
        booked = [row for row in file.rows if not row.is_pending]
        same = {} if _follows(file, before.get(account)) else _same(booked, known[account])
        for row in booked:
            if row not in same:
                known[account][row.day].append(row)
        found |= same
        before[account] = file
    return found


def words(row: TrialRow) -> str:
    """A row's words as they are compared: banks change case and spacing between exports."""
    return " ".join(row.text.casefold().split())


def _follows(file: TrialFile, before: TrialFile | None) -> bool:
    """Whether a file begins where the one before it ended."""
    if before is None:
        return True
    opening, closed = file.statement.opening_pence, before.statement.closing_pence
    days, earlier = [row.day for row in file.rows], [row.day for row in before.rows]
    in_order = bool(days and earlier) and min(days) >= max(earlier)
    return opening is not None and opening == closed and in_order


def _same(rows: Sequence[TrialRow], known: ByDay) -> dict[TrialRow, TrialRow]:
    """The surest pairs first, each earlier line once."""
    found: dict[TrialRow, TrialRow] = {}
    free = {row: None for day in {row.day for row in rows} for row in known.get(day, ())}
    again = _days_again(rows, free)
    for key, later_fits, earlier_fits in (
        (_by_balance_and_words, _has_balance, _has_balance),
        (_by_balance, _has_balance, _has_balance),
        (_by_words, _lacks_balance, _any),
        (_by_words, _has_balance, _lacks_balance),
        (_by_words, lambda row: row.day in again, _any),
    ):
        pool: dict[Hashable, list[TrialRow]] = defaultdict(list)
        for row in reversed([each for each in free if earlier_fits(each)]):
            pool[key(row)].append(row)
        for row in rows:
            if row not in found and later_fits(row) and pool.get(key(row)):
                found[row] = pool[key(row)].pop()
                del free[found[row]]
    return found


def _days_again(rows: Iterable[TrialRow], known: Iterable[TrialRow]) -> frozenset[date]:
    """Days of several rows, all of which are there again whatever their order."""
    first, later = _by_day(known), _by_day(rows)
    return frozenset(
        day for day, found in later.items() if found.total() > 1 and found == first.get(day)
    )


def _by_day(rows: Iterable[TrialRow]) -> dict[date, Counter[Hashable]]:
    days: dict[date, Counter[Hashable]] = defaultdict(Counter)
    for row in rows:
        days[row.day][_by_words(row)] += 1
    return days


def _by_balance_and_words(row: TrialRow) -> Hashable:
    return (_by_balance(row), words(row))


def _by_balance(row: TrialRow) -> Hashable:
    return (row.day, row.pence, row.balance_pence)


def _by_words(row: TrialRow) -> Hashable:
    return (row.day, row.pence, words(row))


def _has_balance(row: TrialRow) -> bool:
    return row.balance_pence is not None


def _lacks_balance(row: TrialRow) -> bool:
    return row.balance_pence is None


def _any(row: TrialRow) -> bool:
    return True
