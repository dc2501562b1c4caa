"""CSV statements, read by a mapping of columns."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, islice
from typing import Self

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import RefusedLine, StatementFile, StatementLine, tidy
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements.chain import chained
from payments.gateway.statements.csv_mapping import CsvMapping, guess_mapping
from payments.gateway.statements.csv_rows import CsvRow, RowReader
from payments.gateway.statements.reading import at_most, one_account
from payments.gateway.statements.text import decode

DELIMITERS = ",;\t|"
#: Judgement: statements have some ten columns; each is read and is a choice on the mapping page.
MOST_COLUMNS = 200
PREVIEW_ROWS = 5
#: Rows among which headings are looked for. Judgement: some banks write an address above them.
HEADINGS_WITHIN = 50
csv.field_size_limit(100_000)


@dataclass(frozen=True)
class CsvPreview:
    """What the mapping screen shows: the headings, the first rows, and the mapping guessed."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: CsvMapping


def preview_csv(
    data: bytes, *, skip_rows: int = 0, has_headings: bool = True, several: bool = False
) -> CsvPreview:
    """The headings and first rows of a CSV file. Raises StatementUnreadable when it is none."""
    rows = _rows(decode(data)[0])
    headings, first = _headings(rows, skip_rows, has_headings)
    shown = [row.cells for row in (*first, *islice(rows, PREVIEW_ROWS * 10))]
    guess = guess_mapping(headings, shown, several=several)
    return CsvPreview(
        headings=tuple(headings),
        rows=tuple(tuple(cells) for cells in shown[:PREVIEW_ROWS]),
        guess=replace(guess, skip_rows=skip_rows, has_headings=has_headings),
    )


def read_csv(
    data: bytes, mapping: CsvMapping | None = None, *, first_rows: int | None = None
) -> StatementFile:
    """Every row as a line or a refusal. Without a mapping the guessed one must be complete.

    `first_rows` reads no more than so many, to try a mapping.
    """
    rows = CsvRows.of(data, mapping or preview_csv(data).guess, first_rows=first_rows)
    return rows.file(rows.lines, rows.refused, one_account(rows.reader.accounts))


@dataclass(frozen=True)
class CsvRows:
    """The rows of a CSV file as they were read one by one, before they make a statement."""

    reader: RowReader
    lines: Sequence[StatementLine]
    refused: Sequence[RefusedLine]
    notes: Sequence[Problem]

    @classmethod
    def of(
        cls,
        data: bytes,
        mapping: CsvMapping,
        *,
        first_rows: int | None = None,
        several: bool = False,
    ) -> Self:
        """Raises StatementUnreadable where the mapping does not fit the file."""
        text, notes = decode(data)
        rows = _rows(text)
        headings, first = _headings(rows, mapping.skip_rows, mapping.has_headings)
        problems = mapping.problems(headings, several=several)
        if problems:
            raise StatementUnreadable(*problems)
        reader = RowReader(mapping, headings)
        lines, refused = reader.read_all(list(islice(at_most(chain(first, rows)), first_rows)))
        return cls(reader, lines, refused, notes)

    def file(
        self, lines: Sequence[StatementLine], refused: Sequence[RefusedLine], account_id: str
    ) -> StatementFile:
        """These rows as one account's statement, with what their balances prove."""
        mapping = self.reader.mapping
        unmarked = self.reader.unmarked & {line.position for line in lines}
        proved = chained(
            lines,
            mapping.default_currency,
            unmarked=unmarked,
            may_be_owed=mapping.out_is_positive or len(unmarked) < len(lines),
        )
        return StatementFile(
            format="csv",
            lines=proved.lines,
            refused=tuple(refused),
            account_id=account_id,
            currency=mapping.default_currency,
            notes=(*self.notes, *proved.notes),
            newest_first=proved.newest_first,
            layout=heading_signature(self.reader.headings) if mapping.has_headings else "",
        ).checked()


def heading_signatures(data: bytes) -> dict[str, int]:
    """What each of the first rows would be as headings, and how many lines of the file come before it.

    Raises StatementUnreadable when it is no CSV.
    """
    found: dict[str, int] = {}
    for row in islice(_rows(decode(data)[0]), HEADINGS_WITHIN):
        if len(row.cells) <= MOST_COLUMNS:
            found.setdefault(heading_signature(_named(row.cells)), row.position - 1)
    return found


def heading_signature(headings: Sequence[str]) -> str:
    """By what a bank's layout is known again: its headings in their order."""
    names = "\x1f".join(headings)
    return "headings-" + sha256(names.encode("utf-8", "replace")).hexdigest()[:40]


def _rows(text: str) -> Iterator[CsvRow]:
    parsed = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    position = 0
    try:
        for cells in parsed:
            start, position = position + 1, parsed.line_num
            if any(cell.strip() for cell in cells):
                yield CsvRow(start, cells)
    except csv.Error as error:
        facts = {"row": position + 1, "reason": str(error)}
        raise StatementUnreadable(problem("statement_csv_broken", "file", **facts)) from error


def _delimiter(text: str) -> str:
    """The mark that cuts the first lines into the most columns."""
    head = "\n".join(text.splitlines()[:20])
    best = max(DELIMITERS, key=head.count)
    if not head.count(best):
        raise StatementUnreadable(problem("statement_one_column", "file"))
    return best


def _headings(
    rows: Iterator[CsvRow], skip: int, has_headings: bool
) -> tuple[list[str], tuple[CsvRow, ...]]:
    """The column names, made unique, and the first row where it is data and not headings."""
    first = next((row for row in rows if row.position > skip), None)
    if first is None:
        raise StatementUnreadable(problem("statement_no_rows", "skip_rows"))
    if len(first.cells) > MOST_COLUMNS:
        raise StatementUnreadable(
            problem("statement_too_many_columns", "file", columns=len(first.cells))
        )
    if not has_headings:
        return [f"Column {n}" for n in range(1, len(first.cells) + 1)], (first,)
    return _named(first.cells), ()


def _named(cells: Sequence[str]) -> list[str]:
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = tidy(cell) or f"Column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names
