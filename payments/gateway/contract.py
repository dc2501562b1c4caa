"""What the gateway hands back, whichever bank or processor sent it: values, nothing to be read again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from marketplace.core.errors import Problem, problem

#: Characters of an id, a type or a status that the card processor gives. Judgement: its
#: ids are some 30. The columns that hold them are as long; a longer word parks the event.
LONGEST_WORD = 80


class LineStatus(StrEnum):
    """Whether the bank has settled the line, or only announced it."""

    BOOKED = "booked"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement as the bank states it. Money into the account is positive, out is negative.

    `position` is the line of the file where it begins. `provider_ref` is the bank's own id of
    the movement, or "" where it gives none. `raw` is the row as it stands in the file, so that no
    word of it is lost. `merchant_category` is the card scheme's code, four digits, or "".
    `dated_by_file` is true where a pending line had no date of its own. `balance_minor` is what
    the account holds after it, where the file states that. `is_reversal` is true where the bank
    marks it as taking back an earlier movement.
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
    raw: str = ""
    dated_by_file: bool = False
    balance_minor: int | None = None
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that could not be read: where, why, and what was written there.

    `number` counts the payments of the file from 1, where several may stand on one line of it;
    0 where the line says enough.
    """

    position: int
    problem: Problem
    raw: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A whole file: the lines that can be used, the rows that cannot, and what the bank says of both.

    `notes` are what somebody should look at, though the file is read. `newest_first` says how
    `lines` are ordered, which is as they stand in the file. `layout` is the signature of a CSV's
    headings; "" where it has none. `holder` is whose account the bank says it is, or "".
    """

    format: str
    lines: tuple[StatementLine, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    account_id: str = ""
    currency: str = ""
    first_date: date | None = None
    last_date: date | None = None
    opening_minor: int | None = None
    closing_minor: int | None = None
    notes: tuple[Problem, ...] = ()
    newest_first: bool = False
    layout: str = ""
    holder: str = ""

    @property
    def read(self) -> int:
        """Rows of the file, of both kinds."""
        return len(self.lines) + len(self.refused)

    def checked(self) -> Self:
        """The same file, its period filled from its lines and its balances compared with them."""
        days = [line.booked_date for line in self.lines]
        return replace(
            self,
            first_date=self.first_date or min(days, default=None),
            last_date=self.last_date or max(days, default=None),
            notes=(*self.notes, *_balance_notes(self), *_word_notes(self), *_reversal_notes(self)),
        )


@dataclass(frozen=True, slots=True)
class CardNamed:
    """How a row says which card or account it is of, as it is written; "" where it does not."""

    number: str
    reference: str


@dataclass(frozen=True, slots=True)
class CardFiles:
    """A file of several cards, taken apart: each account's part by the id of the account.

    `unplaced` are the rows of which nobody can say whose they are, `found` what each name led to.
    """

    parts: Mapping[int, StatementFile]
    unplaced: tuple[RefusedLine, ...]
    found: Mapping[CardNamed, int]

    def together(self) -> StatementFile:
        """Every row as of one file, to show how the columns read."""
        parts = list(self.parts.values())
        refused = [row for part in parts for row in part.refused]
        return StatementFile(
            format="csv",
            lines=tuple(line for part in parts for line in part.lines),
            refused=(*refused, *self.unplaced),
        )


#: Which account a row is of, by its id, or why that cannot be said.
WhoseCard = Callable[[CardNamed], int | Problem]


@dataclass(frozen=True, slots=True)
class StripeEvent:
    """A delivery that proved genuine. `object` is the snapshot that it carries."""

    event_id: str
    type: str
    account_id: str
    livemode: bool
    created_at: datetime
    object: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IssuingTransaction:
    """Money that moved on a card. Negative is spent, positive came back; smallest units."""

    id: str
    card_id: str
    authorisation_id: str
    type: str
    amount_minor: int
    currency: str
    merchant_amount_minor: int
    merchant_currency: str
    merchant_name: str
    merchant_category: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class IssuingAuthorisation:
    """A hold on a card as one event shows it. `status` may be a word that we do not know yet.

    `amount_minor` is what is authorised, above zero. `asked` with nothing approved means that
    the processor has not decided yet.
    """

    id: str
    card_id: str
    status: str
    approved: bool
    asked: bool
    amount_minor: int
    currency: str
    merchant_name: str
    merchant_category: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class IssuingCard:
    """A card's state as one event shows it."""

    id: str
    status: str
    last_four: str
    currency: str


def tidy(text: str | None) -> str:
    """A narrative on one line, without control characters or runs of spaces."""
    if not text:
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _word_notes(file: StatementFile) -> Iterable[Problem]:
    """Lines that say neither who nor what, where others of the file do."""
    bare = [line.position for line in file.lines if not line.payee and not line.description]
    if bare and len(bare) < len(file.lines):
        yield problem("statement_note_no_words", rows=len(bare), first=bare[0])


def _reversal_notes(file: StatementFile) -> Iterable[Problem]:
    """Reversals that the bank marks, which look like any other payment."""
    marked = [line.position for line in file.lines if line.is_reversal]
    if marked:
        yield problem("statement_note_reversals", rows=len(marked), first=marked[0])


def _balance_notes(file: StatementFile) -> Iterable[Problem]:
    if file.opening_minor is None or file.closing_minor is None:
        return
    moved = sum(
        line.amount_minor
        for line in file.lines
        if line.status == LineStatus.BOOKED and line.currency == file.currency
    )
    gap = file.closing_minor - file.opening_minor - moved
    if gap:
        yield problem("statement_note_balance", gap_minor=gap, currency=file.currency)
