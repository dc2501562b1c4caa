"""What the running balance of a statement proves: the order of its rows, their sides, gaps and twins."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import LineStatus, StatementLine

#: Balances of which none follows from the row before prove that the column is something else.
#: Judgement: two alone may have a missing row between them.
TOO_FEW_TO_DOUBT = 2
#: Gaps of one file that are told. Judgement: who sees ten asks the bank for the file again.
GAPS_TOLD = 10


@dataclass(frozen=True, slots=True)
class Chained:
    """The lines of a file in its order, with what their balances prove of them."""

    lines: tuple[StatementLine, ...]
    notes: tuple[Problem, ...] = ()
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the balances: newest first or last, and held or owed."""

    newest_first: bool
    is_owed: bool

    def of(self, rows: Sequence[StatementLine]) -> list[StatementLine]:
        return list(reversed(rows)) if self.newest_first else list(rows)

    def held(self, line: StatementLine) -> int | None:
        stated = line.balance_minor
        return -stated if self.is_owed and stated is not None else stated


def chained(
    lines: Sequence[StatementLine],
    currency: str,
    *,
    unmarked: Collection[int] = (),
    may_be_owed: bool = True,
) -> Chained:
    """The lines as their balances prove them.

    `unmarked` are the lines of the file whose amount has no mark of its own: the balance says their
    side. `may_be_owed` is false where no row of the file is marked, since a card's debt that falls and
    an account's money that falls could not be told apart. Lines without balances are left as they are.
    """
    rows = [
        each for each in lines if each.status == LineStatus.BOOKED and each.currency == currency
    ]
    stated = sum(each.balance_minor is not None for each in rows)
    if stated < TOO_FEW_TO_DOUBT:
        return Chained(tuple(lines), newest_first=_days_fall(lines))
    ways = [
        _Reading(newest_first, is_owed)
        for is_owed in ((False, True) if may_be_owed else (False,))
        for newest_first in ((True, False) if _days_fall(lines) else (False, True))
    ]
    way = max(ways, key=lambda one: _links(one, rows, unmarked))
    if stated > TOO_FEW_TO_DOUBT and not _links(way, rows, unmarked)[0]:
        unproved = problem("statement_note_balances_unproved")
        bare = tuple(replace(each, balance_minor=None) for each in lines)
        return Chained(bare, (unproved,), _days_fall(lines))
    return _walked(way, lines, rows, unmarked)


def _days_fall(lines: Sequence[StatementLine]) -> bool:
    return bool(lines) and lines[0].booked_date > lines[-1].booked_date


def _links(
    way: _Reading, rows: Sequence[StatementLine], unmarked: Collection[int]
) -> tuple[int, int]:
    """How many balances follow from the one before: with unmarked rows on either side, and as read."""
    either = exact = 0
    for step in _steps(way, rows):
        is_exact = step.missing == 0
        exact += is_exact
        either += is_exact or step.is_turned(unmarked)
    return either, exact


@dataclass(frozen=True, slots=True)
class _Step:
    """From one stated balance to the next: the row that states it, what lies between, what is missing."""

    before: StatementLine
    after: StatementLine
    missing: int
    rows_between: int

    def is_turned(self, unmarked: Collection[int]) -> bool:
        """Whether the row is on the other side than it was read on, which it does not say itself."""
        alone = self.rows_between == 1 and self.after.position in unmarked
        return alone and bool(self.missing) and self.missing == -2 * self.after.amount_minor

    @property
    def is_twin(self) -> bool:
        """Whether the row is the one before once more: word for word, and nothing moved between."""
        same = replace(self.after, position=self.before.position) == self.before
        return same and self.rows_between == 1 and self.missing == -self.after.amount_minor


def _steps(way: _Reading, rows: Sequence[StatementLine]) -> Iterator[_Step]:
    before: StatementLine | None = None
    moved = between = 0
    for row in way.of(rows):
        moved, between = moved + row.amount_minor, between + 1
        held = way.held(row)
        if held is None:
            continue
        if before is not None:
            was = way.held(before) or 0
            yield _Step(before, row, held - was - moved, between)
        before, moved, between = row, 0, 0


def _walked(
    way: _Reading,
    lines: Sequence[StatementLine],
    rows: Sequence[StatementLine],
    unmarked: Collection[int],
) -> Chained:
    turned, twins, gaps = set(), set(), []
    for step in _steps(way, rows):
        if step.missing and step.is_turned(unmarked):
            turned.add(step.after.position)
        elif step.missing and step.is_twin:
            twins.add(step.after.position)
        elif step.missing:
            gaps.append(step)
    kept = [
        replace(each, amount_minor=-each.amount_minor) if each.position in turned else each
        for each in lines
        if each.position not in twins
    ]
    kept = _first_turned(way, kept, rows, turned, unmarked)
    return Chained(tuple(kept), tuple(_notes(gaps, turned, twins)), way.newest_first)


def _first_turned(
    way: _Reading,
    lines: list[StatementLine],
    rows: Sequence[StatementLine],
    turned: set[int],
    unmarked: Collection[int],
) -> list[StatementLine]:
    """The oldest row has no balance before it: where every other unmarked one is turned, so is it."""
    others = [row.position for row in way.of(rows)[1:] if row.position in unmarked]
    first = way.of(rows)[0].position
    if first not in unmarked or not others or not all(other in turned for other in others):
        return lines
    turned.add(first)
    return [
        replace(each, amount_minor=-each.amount_minor) if each.position == first else each
        for each in lines
    ]


def _notes(gaps: list[_Step], turned: set[int], twins: set[int]) -> Iterator[Problem]:
    for gap in gaps[:GAPS_TOLD]:
        yield problem(
            "statement_note_gap",
            missing_minor=gap.missing,
            currency=gap.after.currency,
            first=gap.before.booked_date.isoformat(),
            last=gap.after.booked_date.isoformat(),
            row=gap.after.position,
        )
    if len(gaps) > GAPS_TOLD:
        yield problem("statement_note_more_gaps", more=len(gaps) - GAPS_TOLD)
    if turned:
        yield problem("statement_note_sides", rows=len(turned))
    if twins:
        yield problem("statement_note_twins", rows=sorted(twins)[:GAPS_TOLD])
