"""A CSV file of several cards, as a card programme sends it, taken apart by account."""

from collections import defaultdict
from dataclasses import replace

from marketplace.core.errors import Problem
from payments.gateway.contract import (
    CardFiles,
    CardNamed,
    RefusedLine,
    StatementFile,
    StatementLine,
    WhoseCard,
)
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.gateway.statements.csv_reader import CsvRows


def read_csv_cards(
    data: bytes, mapping: CsvMapping, whose: WhoseCard, *, first_rows: int | None = None
) -> CardFiles:
    """Each account's rows as a statement of its own; a row that nobody can place is in none.

    A row that cannot be read belongs to its card all the same, unless its values are not under their
    headings. Raises StatementUnreadable where the mapping does not fit, or no column names the card.
    """
    rows = CsvRows.of(data, mapping, first_rows=first_rows, several=True)
    named = rows.reader.named
    found = {each: whose(each) for each in dict.fromkeys(named.values())}
    lines: dict[int, list[StatementLine]] = defaultdict(list)
    refused: dict[int, list[RefusedLine]] = defaultdict(list)
    unplaced: list[RefusedLine] = []
    for line in rows.lines:
        account = found[named[line.position]]
        if isinstance(account, Problem):
            unplaced.append(RefusedLine(line.position, account, line.raw))
        else:
            lines[account].append(line)
    for row in rows.refused:
        account = found[named[row.position]] if row.position in named else row.problem
        if isinstance(account, Problem):
            unplaced.append(replace(row, problem=account))
        else:
            refused[account].append(row)
    return CardFiles(
        {each: _part(rows, lines[each], refused[each]) for each in sorted({*lines, *refused})},
        tuple(sorted(unplaced, key=lambda row: row.position)),
        {name: account for name, account in found.items() if not isinstance(account, Problem)},
    )


def _part(rows: CsvRows, lines: list[StatementLine], refused: list[RefusedLine]) -> StatementFile:
    """The rows of one account; its number is the newest card's, where it was replaced midway."""
    places = [*(line.position for line in lines), *(row.position for row in refused)]
    names: list[CardNamed] = [rows.reader.named[place] for place in sorted(places)]
    return rows.file(lines, refused, next((n.number for n in reversed(names) if n.number), ""))
