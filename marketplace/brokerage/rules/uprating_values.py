"""What a person has on the day of an uprating, what becomes of it, and how that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from marketplace.brokerage.rules.cost import CostLine, weekly_pence
from marketplace.brokerage.rules.kinds import Frequency, ItemKind, PayerKind
from marketplace.brokerage.rules.uprating_states import UpratingNote


@dataclass(frozen=True, slots=True)
class HeldPart:
    """How much of a fund a budget or terms have, in pence a week and once."""

    fund_id: int
    payer: PayerKind
    weekly_pence: int
    one_off_pence: int = 0


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A budget, or terms of an agreement, with the days for which they hold."""

    key: int
    first: date
    until: date | None
    parts: tuple[HeldPart, ...]

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A plan line on the day: what one costs then, at which price it was signed, and what its listing
    asks then, if that is known."""

    line_id: int
    kind: ItemKind
    price_pence: int
    signed_pence: int
    quantity: Decimal
    frequency: Frequency
    listing_price_pence: int | None = None

    def weekly_at(self, price_pence: int) -> int:
        """What it costs a week at a price."""
        return weekly_pence(CostLine(price_pence, self.quantity, self.frequency))


@dataclass(frozen=True, slots=True)
class Held:
    """What one person has: rows that hold on the day or later, and the lines planned on the day.

    `plan_later` is the day on which a plan begins that was approved for later.
    """

    budgets: tuple[HeldRow, ...] = ()
    terms: tuple[HeldRow, ...] = ()
    lines: tuple[HeldLine, ...] = ()
    plan_later: date | None = None


@dataclass(frozen=True, slots=True)
class RaisedPart:
    """What becomes of one fund's amount, in pence a week; `one_off_pence` are in the new row too."""

    fund_id: int
    before_pence: int
    after_pence: int
    one_off_pence: int


@dataclass(frozen=True, slots=True)
class NewRow:
    """The row that follows `key` from the day, until `until`."""

    key: int
    until: date | None
    parts: tuple[RaisedPart, ...]


@dataclass(frozen=True, slots=True)
class NewLinePrice:
    """What becomes of the price for one of a line that was signed at another."""

    line_id: int
    signed_pence: int
    before_pence: int
    after_pence: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something that stays as it is, and why: of a line, or from a day on."""

    kind: UpratingNote
    line_id: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Everything that an uprating changes for one person, and what it leaves."""

    budgets: tuple[NewRow, ...] = ()
    terms: tuple[NewRow, ...] = ()
    prices: tuple[NewLinePrice, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.budgets or self.terms or self.prices)


@dataclass(frozen=True, slots=True)
class Totals:
    """What one person has a week before and after, in pence: budgets without top-ups, payments of all
    funds, planned support."""

    budget_before_pence: int
    budget_after_pence: int
    paid_before_pence: int
    paid_after_pence: int
    planned_before_pence: int
    planned_after_pence: int


def as_json(change: PersonChange) -> dict[str, Any]:
    """A change as ids, pence and dates, to be kept and compared: equal ones are written alike."""
    return {
        "budgets": [_row_as_json(row) for row in change.budgets],
        "terms": [_row_as_json(row) for row in change.terms],
        "prices": [
            [price.line_id, price.signed_pence, price.before_pence, price.after_pence]
            for price in change.prices
        ],
        "notes": [
            [note.kind.value, note.line_id, note.day.isoformat() if note.day else None]
            for note in change.notes
        ],
    }


def _row_as_json(row: NewRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "until": row.until.isoformat() if row.until else None,
        "parts": [
            [part.fund_id, part.before_pence, part.after_pence, part.one_off_pence]
            for part in row.parts
        ],
    }


def from_json(kept: Mapping[str, Any]) -> PersonChange:
    """A change as it was kept."""
    return PersonChange(
        tuple(_row_from_json(row) for row in kept["budgets"]),
        tuple(_row_from_json(row) for row in kept["terms"]),
        tuple(NewLinePrice(*price) for price in kept["prices"]),
        tuple(Note(UpratingNote(kind), line, _day(day)) for kind, line, day in kept["notes"]),
    )


def _row_from_json(row: Mapping[str, Any]) -> NewRow:
    return NewRow(row["key"], _day(row["until"]), tuple(RaisedPart(*part) for part in row["parts"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
