"""Uprating: all budgets, payments and prices of a council raised by a percentage from a day.

What holds on that day is raised from that day, until what follows it; what begins later was agreed
for its own days and stays. One-off money, unpaid support and what is bought once keep their amounts.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from marketplace.brokerage.rules.kinds import Frequency, ItemKind, PayerKind
from marketplace.brokerage.rules.uprating_states import PriceSource, UpratingNote
from marketplace.brokerage.rules.uprating_values import (
    Held,
    HeldLine,
    HeldPart,
    HeldRow,
    NewLinePrice,
    NewRow,
    Note,
    PersonChange,
    RaisedPart,
    Totals,
)
from marketplace.core.errors import Problem, problem
from marketplace.core.pence import round_pence

#: Rates are whole hundredths of a percent: 2.5% is 250.
WHOLE = 10_000
#: The highest rate. Judgement: more than twice the amount is a slip of the keyboard.
MOST_RATE = WHOLE
#: How far ahead the day may be. Judgement: next April is never further away.
MOST_DAYS_AHEAD = 400


@dataclass(frozen=True, slots=True)
class UpratingRequest:
    """What an uprating is to do: rates in hundredths of a percent, 0 for what stays as it is.

    `rate` is for the payers named; contributions have their own, because they follow each person's
    yearly financial assessment (Care Act s.17).
    """

    from_date: date
    rate: int = 0
    payers: frozenset[PayerKind] = frozenset()
    contribution_rate: int = 0
    price_source: PriceSource = PriceSource.KEEP
    price_rate: int = 0

    def rate_of(self, payer: PayerKind) -> int:
        """By which rate the money of a payer goes up."""
        if payer is PayerKind.PERSON:
            return self.contribution_rate
        return self.rate if payer in self.payers else 0


def uprated(pence: int, rate: int) -> int:
    """An amount raised by hundredths of a percent, rounded once to the penny."""
    return round_pence(Fraction(pence * (WHOLE + rate), WHOLE))


def uprating_problems(asked: UpratingRequest, today: date) -> list[Problem]:
    """Why this cannot be asked for; empty when it can."""
    return list(_problems(asked, today))


def _problems(asked: UpratingRequest, today: date) -> Iterator[Problem]:
    yield from day_problems(asked.from_date, today)
    last = today + timedelta(MOST_DAYS_AHEAD)
    if asked.from_date > last:
        yield problem("uprating_day_far", "from_date", last=last)
    for field in ("rate", "contribution_rate", "price_rate"):
        if not 0 <= getattr(asked, field) <= MOST_RATE:
            yield problem("uprating_rate_out_of_range", field, most=MOST_RATE // 100)
    if asked.rate and not asked.payers:
        yield problem("uprating_payers_missing", "payers")
    if asked.payers and not asked.rate:
        yield problem("uprating_rate_missing", "rate")
    yield from _price_problems(asked)


def _price_problems(asked: UpratingRequest) -> Iterator[Problem]:
    keeps = asked.price_source is PriceSource.KEEP
    if asked.price_source is PriceSource.RATE and not asked.price_rate:
        yield problem("uprating_price_rate_missing", "price_rate")
    if keeps and asked.price_rate:
        yield problem("uprating_price_source_missing", "price_source")
    if keeps and not (asked.rate or asked.payers or asked.contribution_rate or asked.price_rate):
        yield problem("uprating_of_nothing")


def day_problems(from_date: date, today: date) -> list[Problem]:
    """That the day is past: what was paid since would change."""
    return [problem("uprating_day_past", "from_date")] if from_date < today else []


def undo_problems(from_date: date, today: date) -> list[Problem]:
    """That the day has come: from then on, what was paid rests on it."""
    return [problem("uprating_day_has_come", day=from_date)] if today >= from_date else []


def change_of(asked: UpratingRequest, held: Held) -> PersonChange:
    """What an uprating makes of what one person has."""
    return PersonChange(
        tuple(_new_rows(asked, held.budgets)),
        tuple(_new_rows(asked, held.terms)),
        tuple(_new_prices(asked, held.lines)),
        tuple(_notes(asked, held)),
    )


def _new_rows(asked: UpratingRequest, rows: Sequence[HeldRow]) -> Iterator[NewRow]:
    for row in rows:
        parts = tuple(_new_part(asked, row, part) for part in row.parts)
        moved = any(part.before_pence != part.after_pence for part in parts)
        if row.holds_on(asked.from_date) and moved:
            yield NewRow(row.key, row.until, parts)


def _new_part(asked: UpratingRequest, row: HeldRow, part: HeldPart) -> RaisedPart:
    """One-off money was agreed for the row's first day: it is not agreed a second time."""
    once = part.one_off_pence if row.first == asked.from_date else 0
    after = uprated(part.weekly_pence, asked.rate_of(part.payer))
    return RaisedPart(part.fund_id, part.weekly_pence, after, once)


def _new_prices(asked: UpratingRequest, lines: Collection[HeldLine]) -> Iterator[NewLinePrice]:
    for line in lines:
        after = _new_price(asked, line)
        if after is not None and after != line.price_pence:
            yield NewLinePrice(line.line_id, line.signed_pence, line.price_pence, after)


def _new_price(asked: UpratingRequest, line: HeldLine) -> int | None:
    """The line's price from the day; None for one that stays."""
    if not _follows(asked, line):
        return None
    if _takes_listed(asked, line):
        return line.listing_price_pence
    return uprated(line.price_pence, asked.price_rate)


def _follows(asked: UpratingRequest, line: HeldLine) -> bool:
    stays = line.kind is ItemKind.NATURAL or line.frequency is Frequency.ONCE
    return asked.price_source is not PriceSource.KEEP and not stays


def _takes_listed(asked: UpratingRequest, line: HeldLine) -> bool:
    return asked.price_source is PriceSource.LISTING and line.kind is ItemKind.LISTING


def _notes(asked: UpratingRequest, held: Held) -> Iterator[Note]:
    if asked.rate or asked.contribution_rate:
        yield from _later(UpratingNote.BUDGET_LATER, held.budgets, asked.from_date)
        yield from _later(UpratingNote.TERMS_LATER, held.terms, asked.from_date)
    for line in held.lines:
        listed = _follows(asked, line) and _takes_listed(asked, line)
        if listed and line.listing_price_pence is None:
            yield Note(UpratingNote.LISTING_PRICE_UNKNOWN, line_id=line.line_id)
    if asked.price_source is not PriceSource.KEEP and held.plan_later:
        yield Note(UpratingNote.PLAN_LATER, day=held.plan_later)


def _later(kind: UpratingNote, rows: Collection[HeldRow], day: date) -> Iterator[Note]:
    yield from (Note(kind, day=row.first) for row in rows if row.first > day)


def totals_of(day: date, held: Held, change: PersonChange) -> Totals:
    """What a person has a week on the day, before and after."""
    budgets = [_without_top_ups(row) for row in held.budgets if row.holds_on(day)]
    terms = [row for row in held.terms if row.holds_on(day)]
    prices = {price.line_id: price.after_pence for price in change.prices}
    return Totals(
        _weekly(budgets, ()),
        _weekly(budgets, change.budgets),
        _weekly(terms, ()),
        _weekly(terms, change.terms),
        sum(line.weekly_at(line.price_pence) for line in held.lines),
        sum(line.weekly_at(prices.get(line.line_id, line.price_pence)) for line in held.lines),
    )


def _without_top_ups(row: HeldRow) -> HeldRow:
    own = tuple(part for part in row.parts if part.payer is not PayerKind.THIRD_PARTY)
    return replace(row, parts=own)


def _weekly(rows: Collection[HeldRow], changes: Collection[NewRow]) -> int:
    after = {(row.key, part.fund_id): part.after_pence for row in changes for part in row.parts}
    return sum(
        after.get((row.key, part.fund_id), part.weekly_pence) for row in rows for part in row.parts
    )
