"""Closed periods: on whose days nothing is posted any more, and where what comes late is posted.

The books of a council are closed up to a day, always from the beginning. `until` is the first day
that is open again; what comes late for an earlier day is posted on it, and keeps its own day.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.accounts.rules import Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.rooms import Permission
from payments.ledger.rules import NewTransfer

#: Two people of one work: who closed a period does not reopen it.
MAY_CLOSE_PERIODS = Permission(
    "close_periods", "close and reopen periods in the books", roles(Role.FINANCE)
)
#: Characters. Judgement: two or three sentences.
LONGEST_REASON = 500


class PeriodNotice(LabelledEnum):
    """What finance is told of the books."""

    CLOSED = "period_closed", "Period closed"
    REOPENED = "period_reopened", "Period reopened"


def posted_on(day: date, open_from: date | None) -> date:
    """The day on which money of a day is posted: its own where that is open, else the first open day."""
    return day if open_from is None or day >= open_from else open_from


@dataclass(frozen=True, slots=True)
class LateInPeriod:
    """So much comes late for one closed period, which began with `first`, or with the books."""

    count: int
    first: date | None
    last: date
    open_from: date


def late_by_period(counts: Mapping[date, int], untils: Iterable[date]) -> list[LateInPeriod]:
    """What is of closed days, by period; `untils` are the first days after the closed periods."""
    ends = sorted(untils)
    late: Counter[int] = Counter()
    for day, count in counts.items():
        at = bisect_right(ends, day)
        if at < len(ends):
            late[at] += count
    return [
        LateInPeriod(late[at], ends[at - 1] if at else None, ends[at] - timedelta(1), ends[-1])
        for at in sorted(late)
    ]


def days_posted_on(day: date, firsts_open: Iterable[date]) -> set[date]:
    """Every day on which money of a day may stand in the books, where these were first open days once."""
    return {day, *(first for first in firsts_open if first > day)}


def closed_problems(transfers: Iterable[NewTransfer], open_from: date | None) -> Iterator[Problem]:
    """Transfers that would be effective on a day that is closed."""
    for transfer in transfers:
        if posted_on(transfer.effective_date, open_from) != transfer.effective_date:
            yield problem(
                "ledger_period_closed",
                day=transfer.effective_date.isoformat(),
                open_from=open_from.isoformat() if open_from else "",
            )


def closing_problems(last_day: date, *, today: date, open_from: date | None) -> Iterator[Problem]:
    """Why the books cannot be closed up to and with a day."""
    if last_day >= today:
        yield problem("ledger_period_not_over", "last_day")
    elif open_from is not None and last_day < open_from:
        closed = open_from - timedelta(days=1)
        yield problem("ledger_closed_already", "last_day", last_day=closed.isoformat())


def reopening_problems(
    *, reason: str, is_last: bool, is_reopened: bool, is_same_person: bool
) -> Iterator[Problem]:
    """Why a period cannot be reopened."""
    if is_reopened:
        yield problem("ledger_reopened_already")
    elif not is_last:
        yield problem("ledger_not_last_period")
    elif is_same_person:
        yield problem("ledger_reopened_by_closer")
    if not 0 < len(reason) <= LONGEST_REASON:
        yield problem("ledger_reopening_reason", "reason", most=LONGEST_REASON)
