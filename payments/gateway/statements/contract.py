"""What every reader hands back, whichever format the bank sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Protocol, Self

from marketplace.core.errors import DomainError
from payments.gateway.statements.amounts import show_amount
from payments.gateway.statements.csv_mapping import CsvMapping


class StatementUnreadable(DomainError):
    """The file as a whole cannot be used; the message says what to do instead."""


class LineStatus(StrEnum):
    """Whether the bank has settled the line, or only announced it."""

    BOOKED = "booked"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement as the bank states it. Money into the account is positive, out is negative.

    `position` is the line of the file where it begins. `provider_ref` is the bank's own id of
    the movement, or "" where it gives none. `digest` is of the raw text, to show a file's line
    unaltered later. `merchant_category` is the card scheme's code, four digits, or "".
    `dated_by_file` is true where a pending line had no date of its own.
    """

    position: int
    booked_date: date
    amount_minor: int
    currency: str
    payee: str = ""
    description: str = ""
    provider_ref: str = ""
    merchant_category: str = ""
    status: LineStatus = LineStatus.BOOKED
    digest: str = ""
    dated_by_file: bool = False


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that could not be read: where, why in a sentence, and what stood there."""

    position: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A whole file: the lines that can be used, the rows that cannot, and what the bank says of both."""

    format: str
    lines: tuple[StatementLine, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    account_id: str = ""
    currency: str = ""
    first_date: date | None = None
    last_date: date | None = None
    opening_minor: int | None = None
    closing_minor: int | None = None
    notes: tuple[str, ...] = ()

    def checked(self) -> Self:
        """The same file, its period filled from its lines and its balances compared with them."""
        days = [line.booked_date for line in self.lines]
        return replace(
            self,
            first_date=self.first_date or min(days, default=None),
            last_date=self.last_date or max(days, default=None),
            notes=self.notes + tuple(_balance_notes(self)),
        )


class StatementReader(Protocol):
    """One format's reader. Raises StatementUnreadable; a bad row is refused, never raised."""

    def __call__(self, data: bytes, mapping: CsvMapping | None = None) -> StatementFile: ...


def digest(raw: str) -> str:
    return sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def tidy(text: str | None) -> str:
    """A narrative on one line, without control characters or runs of spaces."""
    if not text:
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def one_account(ids: Iterable[str]) -> str:
    """The one account that a file is about. Raises StatementUnreadable when it holds several."""
    distinct = list(dict.fromkeys(i for i in ids if i))
    if len(distinct) > 1:
        raise StatementUnreadable(
            f"The file holds statements of {len(distinct)} accounts. "
            "Ask the bank for one file for each account, and import them one by one."
        )
    return distinct[0] if distinct else ""


def _balance_notes(file: StatementFile) -> Iterable[str]:
    if file.opening_minor is None or file.closing_minor is None:
        return
    moved = sum(
        line.amount_minor
        for line in file.lines
        if line.status == LineStatus.BOOKED and line.currency == file.currency
    )
    gap = file.closing_minor - file.opening_minor - moved
    if gap:
        yield (
            "The opening balance and the lines do not add up to the closing balance: "
            f"they differ by {show_amount(gap, file.currency)}. "
            "A page may be missing, or a line was refused."
        )
