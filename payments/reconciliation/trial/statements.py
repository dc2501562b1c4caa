"""The lines of a trial's statements, each with its file and row, and what could not be read.

A row is numbered from 1, the first after the headings. Whatever a row holds, the rest goes in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import LineStatus, RefusedLine, StatementFile, StatementLine
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import PENDING_WORDS, read_csv
from payments.reconciliation.trial.errors import TrialRefused
from payments.reconciliation.trial.format import TrialAccount, TrialPlans, TrialStatement
from payments.reconciliation.trial.headings import Columns, columns_of
from payments.reconciliation.trial.json_files import read_bytes

STATEMENTS = "statements"
POUNDS = "GBP"


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One row of a file. ``balance_pence`` is the account's after it, where the bank gives one."""

    file: str
    row: int
    account: str
    day: date
    pence: int
    text: str
    mcc: str = ""
    is_pending: bool = False
    balance_pence: int | None = None


@dataclass(frozen=True, slots=True)
class NotRead:
    """A row that is no line, or with row 0 something about a whole file, and why."""

    file: str
    row: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class TrialFile:
    """One statement as it was read."""

    statement: TrialStatement
    rows: tuple[TrialRow, ...] = ()
    not_read: tuple[NotRead, ...] = ()


def read_statements(
    folder: Path, plans: TrialPlans, told: Callable[[int, int], None]
) -> list[TrialFile]:
    """Every statement that the plans name, in their order. Raises TrialRefused where a file is missing.

    ``told`` hears how many of how many files are read.
    """
    accounts = {account.id: account for account in plans.accounts}
    files = []
    for number, statement in enumerate(plans.statements, 1):
        data = read_bytes(_path(folder, statement.file), settings.STATEMENT_MAX_BYTES)
        files.append(read_file(data, statement, accounts[statement.account]))
        told(number, len(plans.statements))
    return files


def read_file(data: bytes, statement: TrialStatement, account: TrialAccount) -> TrialFile:
    """One file's rows. One that cannot be read at all has none, and says why."""
    try:
        columns = columns_of(data)
        read = read_csv(data, columns.mapping)
    except StatementUnreadable as error:
        why = tuple(NotRead(statement.file, 0, one) for one in error.problems)
        return TrialFile(statement, (), why)
    numbers = _numbers([*read.lines, *read.refused])
    balances = _balances(data, columns)
    rows = [
        _row(line, numbers[line.position], statement, balances)
        for line in read.lines
        if line.currency == POUNDS
    ]
    rows, doubt = _signed(rows, statement)
    wrong = [
        *_whole_file(read, statement, account),
        *(NotRead(statement.file, 0, one) for one in doubt),
        *_not_read(read, numbers, statement.file),
    ]
    return TrialFile(statement, tuple(rows), tuple(wrong))


def _path(folder: Path, name: str) -> Path:
    """Where a file is. A name that leads out of the folder is refused."""
    inside = folder / STATEMENTS
    try:
        is_inside = (inside / name).resolve().is_relative_to(inside.resolve())
    except (OSError, RuntimeError, ValueError) as error:
        # A name that no file can have, or links that go round in a ring.
        raise TrialRefused(problem("trial_file_missing", file=name)) from error
    if not is_inside:
        raise TrialRefused(problem("trial_file_outside", file=name))
    return inside / name


def _numbers(read: Sequence[StatementLine | RefusedLine]) -> dict[int, int]:
    """The number of each row by the line of the file on which it begins."""
    return {position: n for n, position in enumerate(sorted(one.position for one in read), 1)}


@dataclass(frozen=True, slots=True)
class Balances:
    """What the balance column says, by position: pence, or that the line is not booked yet."""

    pence: dict[int, int]
    pending: frozenset[int]


def _balances(data: bytes, columns: Columns) -> Balances:
    """The gateway's reader once more, with the balance in the amount's place."""
    if not columns.balance:
        return Balances({}, frozenset())
    bare = replace(columns.mapping, paid_in="", paid_out="", flag="")
    read = read_csv(data, replace(bare, amount=columns.balance))
    return Balances(
        pence={line.position: line.amount_minor for line in read.lines},
        pending=frozenset(one.position for one in read.refused if _says_pending(one)),
    )


def _says_pending(refused: RefusedLine) -> bool:
    return str(refused.problem.facts.get("shown", "")).casefold() in PENDING_WORDS


def _row(line: StatementLine, row: int, statement: TrialStatement, balances: Balances) -> TrialRow:
    return TrialRow(
        file=statement.file,
        row=row,
        account=statement.account,
        day=line.booked_date,
        pence=line.amount_minor,
        text=" ".join(part for part in (line.payee, line.description) if part),
        mcc=line.merchant_category,
        is_pending=line.status is LineStatus.PENDING or line.position in balances.pending,
        balance_pence=balances.pence.get(line.position),
    )


def _signed(
    rows: list[TrialRow], statement: TrialStatement
) -> tuple[list[TrialRow], tuple[Problem, ...]]:
    """The rows with the signs that the balances prove: some card statements write spending without a minus."""
    opening, closing = statement.opening_pence, statement.closing_pence
    if opening is None or closing is None:
        return rows, ()
    moved = sum(row.pence for row in rows if not row.is_pending)
    if opening + moved == closing:
        return rows, ()
    if opening - moved == closing:
        return [replace(row, pence=-row.pence) for row in rows], ()
    return rows, (problem("trial_balance", gap_pence=closing - opening - moved),)


def _whole_file(
    read: StatementFile, statement: TrialStatement, account: TrialAccount
) -> Iterator[NotRead]:
    if read.read != statement.rows:
        differ = problem("trial_row_count", said=statement.rows, found=read.read)
        yield NotRead(statement.file, 0, differ)
    if read.account_id and _figures(read.account_id) != _figures(account.account_number):
        yield NotRead(statement.file, 0, problem("trial_other_account", account=account.id))
    for note in read.notes:
        yield NotRead(statement.file, 0, note)


def _figures(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _not_read(read: StatementFile, numbers: dict[int, int], file: str) -> Iterator[NotRead]:
    for refused in read.refused:
        yield NotRead(file, numbers[refused.position], refused.problem)
    for line in read.lines:
        if line.currency != POUNDS:
            other = problem("trial_other_currency", currency=line.currency)
            yield NotRead(file, numbers[line.position], other)
