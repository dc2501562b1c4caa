"""What the readers of all formats share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, TypeVar

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import (
    CardFiles,
    CardNamed,
    RefusedLine,
    StatementFile,
    WhoseCard,
    tidy,
)
from payments.gateway.errors import RowRefused, StatementUnreadable
from payments.gateway.statements.csv_mapping import CsvMapping

#: Judgement: an account has some 2,000 rows a year, and one file at most its whole life.
MOST_ROWS = 100_000
Row = TypeVar("Row")


class StatementReader(Protocol):
    """One format's reader. Raises StatementUnreadable; a bad row is refused, never raised."""

    def __call__(self, data: bytes, mapping: CsvMapping | None = None) -> StatementFile: ...


def refused_line(position: int, refusal: RowRefused, raw: str, number: int = 0) -> RefusedLine:
    return RefusedLine(position, refusal.problems[0], tidy(raw), number)


def at_most(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, of which a file has no more than MOST_ROWS. Raises StatementUnreadable at the next."""
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise too_many_rows()
        yield row


def too_many_rows() -> StatementUnreadable:
    return StatementUnreadable(problem("statement_too_many_rows", "file", most=MOST_ROWS))


def one_account(ids: Iterable[str]) -> str:
    """The one account that a file is about. Raises StatementUnreadable when it holds several."""
    distinct = list(dict.fromkeys(i for i in ids if i))
    if len(distinct) > 1:
        raise StatementUnreadable(
            problem("statement_several_accounts", "file", accounts=len(distinct))
        )
    return distinct[0] if distinct else ""


def by_account(statements: Iterable[StatementFile]) -> Mapping[str, StatementFile]:
    """The statements of a file by the account that each names. One that names none is of the only
    account of the file; beside several it is nobody's."""
    named: dict[str, list[StatementFile]] = defaultdict(list)
    for each in statements:
        named[each.account_id].append(each)
    if len(named) == 2 and "" in named:
        (account,) = named.keys() - {""}
        named = defaultdict(list, {account: [one for some in named.values() for one in some]})
    return {account: joined(some) for account, some in named.items()}


def one_statement(accounts: Mapping[str, StatementFile]) -> StatementFile:
    """The only one of a file. Raises StatementUnreadable when it holds several accounts."""
    one_account(accounts)
    return next(iter(accounts.values()))


def taken_apart(accounts: Mapping[str, StatementFile], whose: WhoseCard) -> CardFiles:
    """The statements of a file by whose they are here; the rows of one that nobody can place are in none."""
    own: dict[int, list[StatementFile]] = defaultdict(list)
    unplaced: list[RefusedLine] = []
    found: dict[CardNamed, int] = {}
    for number, file in accounts.items():
        named = CardNamed(number, "")
        account = whose(named)
        if isinstance(account, Problem):
            unplaced += _rows_of(file, account)
        else:
            own[account].append(file)
            found[named] = account
    parts = {account: joined(files) for account, files in own.items()}
    return CardFiles(parts, tuple(sorted(unplaced, key=lambda row: row.position)), found)


def _rows_of(file: StatementFile, why: Problem) -> Iterator[RefusedLine]:
    """Every row of a statement, as refused."""
    yield from (RefusedLine(line.position, why, line.raw) for line in file.lines)
    yield from (replace(row, problem=why) for row in file.refused)


def joined(files: Sequence[StatementFile]) -> StatementFile:
    """Several statements of one account as one: after one another where each begins with the balance
    that the one before left, else without balances, because they prove nothing of the whole."""
    first, last = files[0], files[-1]
    if len(files) == 1:
        return first
    days = [day for file in files for day in (file.first_date, file.last_date) if day]
    follow = all(
        before.closing_minor is not None and before.closing_minor == after.opening_minor
        for before, after in pairwise(files)
    )
    return replace(
        last,
        lines=tuple(line for file in files for line in file.lines),
        refused=tuple(row for file in files for row in file.refused),
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        opening_minor=first.opening_minor if follow else None,
        closing_minor=last.closing_minor if follow else None,
        notes=tuple(dict.fromkeys(note for file in files for note in file.notes)),
    )
