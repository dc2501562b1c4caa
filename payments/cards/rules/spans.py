"""What a statement covers, and what is missing between two of one account: a page, or a period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from payments.cards.rules.same_lines import oldest_first
from payments.gateway.contract import LineStatus, StatementFile


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a statement, and what the account held before the first and after the last."""

    id: int
    first: date
    last: date
    opening_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Money that moved after one statement and before the next, and stands in neither."""

    before_id: int
    next_id: int
    after: date
    until: date
    missing_minor: int


def balances_of(file: StatementFile) -> tuple[int | None, int | None]:
    """What the account held before and after the file: as it states, else as its rows' balances say."""
    booked = [
        line
        for line in oldest_first(file)
        if line.status == LineStatus.BOOKED and line.currency == (file.currency or line.currency)
    ]
    opening, closing = file.opening_minor, file.closing_minor
    if not booked:
        return opening, closing
    first, last = booked[0], booked[-1]
    if opening is None and first.balance_minor is not None:
        opening = first.balance_minor - first.amount_minor
    if closing is None and last.balance_minor is not None:
        closing = last.balance_minor
    return opening, closing


def gaps_between(spans: Iterable[Span], moved: Mapping[date, int]) -> list[Gap]:
    """Where a statement does not begin with what the one before it left. `moved` are the booked
    amounts of each day, whichever statement they came in: what lies between counts too.

    Statements that share days are compared by their lines, and not here. Two that meet on one day
    prove nothing when they differ: the rest of the day may be in neither.
    """
    found, before = [], None
    for span in sorted(spans, key=lambda each: (each.first, each.last, each.id)):
        if before is not None and span.first > before.last:
            between = sum(pence for day, pence in moved.items() if before.last < day < span.first)
            missing = span.opening_minor - before.closing_minor - between
            if missing:
                found.append(Gap(before.id, span.id, before.last, span.first, missing))
        if before is None or span.last >= before.last:
            before = span
    return found


def follows(span: Span, others: Sequence[Span], moved: Mapping[date, int]) -> bool | None:
    """Whether the balances before or after a statement are those of its neighbours; None where no
    statement of other days says."""
    apart = [one for one in others if one.last < span.first or one.first > span.last]
    if not apart:
        return None
    return not any(
        span.id in (gap.before_id, gap.next_id) for gap in gaps_between([*others, span], moved)
    )
