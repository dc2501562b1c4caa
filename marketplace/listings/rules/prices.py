"""Which price holds, and how a new list of prices follows an old one without rewriting it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from marketplace.core.periods import Period
from marketplace.core.words import spoken_date
from marketplace.listings.rules.units import (
    DAY_BAND_LABELS,
    PRICE_UNIT_LABELS,
    DayBand,
    PriceUnit,
)

Key = tuple[PriceUnit, DayBand]
#: £100,000 for one of anything is a slip of the finger.
MOST_PENCE = 10_000_000
#: Which unit is named first where there is room for one price only.
HEADLINE_ORDER = [
    PriceUnit.HOUR,
    PriceUnit.VISIT,
    PriceUnit.SESSION,
    PriceUnit.NIGHT,
    PriceUnit.WEEK,
    PriceUnit.ITEM,
    PriceUnit.MILE,
]


@dataclass(frozen=True)
class PriceLine:
    """What a supplier asks for one unit in one band of days, in pence."""

    unit: PriceUnit
    day_band: DayBand
    amount_pence: int

    @property
    def key(self) -> Key:
        return self.unit, self.day_band


@dataclass(frozen=True)
class DatedPrice:
    """A price that is kept, from a day until (not with) another."""

    id: int
    line: PriceLine
    from_date: date
    until_date: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.from_date, self.until_date)


@dataclass(frozen=True)
class PriceChange:
    """What to do with the rows: end some on a day, drop some that never held, open new ones."""

    closed: dict[int, date] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    opened: list[tuple[PriceLine, date]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.closed or self.dropped or self.opened)


def price_for(lines: Iterable[PriceLine], unit: PriceUnit, band: DayBand) -> int | None:
    """Pence for a unit in a band: a band without a price of its own costs what a weekday does.

    None when the listing has no price for that unit.
    """
    by_key = {line.key: line.amount_pence for line in lines}
    return by_key.get((unit, band), by_key.get((unit, DayBand.WEEKDAY)))


def reading_order(unit: PriceUnit, band: DayBand) -> tuple[int, int]:
    """Where a price stands in a list of prices: the usual unit first, weekdays first."""
    return HEADLINE_ORDER.index(unit), list(DayBand).index(band)


def headline(lines: Sequence[PriceLine]) -> PriceLine | None:
    """The one price to show where there is room for one: the weekday price of the usual unit."""
    return min(lines, key=lambda line: reading_order(*line.key), default=None)


def line_words(unit: PriceUnit, band: DayBand) -> str:
    return f"{PRICE_UNIT_LABELS[unit].lower()}, {DAY_BAND_LABELS[band].lower()}"


def price_problems(
    held: Sequence[DatedPrice],
    wanted: Sequence[PriceLine],
    *,
    from_date: date,
    today: date,
    was_public: bool,
) -> list[str]:
    """Why these prices cannot hold from that day. Nothing that the public saw is taken back."""
    problems = []
    if len({line.key for line in wanted}) < len(wanted):
        problems.append("Give one price for each unit and kind of day.")
    if any(not 0 <= line.amount_pence <= MOST_PENCE for line in wanted):
        problems.append("A price must be between £0.00 and £100,000.00.")
    if not was_public:
        return problems
    if from_date < today:
        problems.append("New prices can start today or later: past days keep the price they had.")
    by_key = {line.key: line.amount_pence for line in wanted}
    problems += [
        f"The price for {line_words(*p.line.key)} began on {spoken_date(p.from_date)}. "
        "Choose a later first day for the new one."
        for p in held
        if p.from_date == from_date == today and by_key.get(p.line.key) != p.line.amount_pence
    ]
    return problems


def change_prices(
    held: Sequence[DatedPrice],
    wanted: Sequence[PriceLine],
    *,
    from_date: date,
    was_public: bool,
) -> PriceChange:
    """How the rows change so that `wanted`, and nothing else, holds from a day on.

    A row is never rewritten, only ended; a row that has not begun by then is dropped, and so is any
    row of a listing that nobody has seen. Call after `price_problems` found none.
    """
    change = PriceChange()
    targets = {line.key: line for line in wanted}
    for key in sorted({p.line.key for p in held} | set(targets)):
        rows = [p for p in held if p.line.key == key]
        _change_one(change, rows, targets.get(key), from_date, was_public)
    return change


def _change_one(
    change: PriceChange,
    rows: Sequence[DatedPrice],
    target: PriceLine | None,
    from_date: date,
    was_public: bool,
) -> None:
    current = next((p for p in rows if from_date in p.period), None)
    change.dropped.extend(p.id for p in rows if p.from_date > from_date)
    if current and target and current.line == target:
        if current.until_date:
            change.opened.append((target, current.until_date))
        return
    if current and was_public and current.from_date < from_date:
        change.closed[current.id] = from_date
    elif current:
        change.dropped.append(current.id)
    if target:
        change.opened.append((target, from_date))
