"""What the readers of all formats share."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from marketplace.core.errors import problem
from payments.gateway.contract import RefusedLine, StatementFile, tidy
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
