"""Which price holds, and how a new list of prices follows an old one without rewriting it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from marketplace.core.errors import Problem, problem
from marketplace.core.periods import Period
from marketplace.listings.rules.units import DayBand, PriceUnit

PriceKey = tuple[PriceUnit, DayBand]
#: Judgement: more than £100,000 for one of anything is a slip of the finger.
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
    def key(self) -> PriceKey:
        return self.unit, self.day_band


@dataclass(frozen=True)
class DatedPrice:
    """A price that applies from a day until (not with) another."""

    id: int
    line: PriceLine
    from_date: date
    until_date: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.from_date, self.until_date)


@dataclass(frozen=True)
class ChangedPrices:
    """What to do with the rows: end some on a day, drop some that never applied, open new ones."""

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
    """The place of a price in a list of prices: the usual unit first, weekdays first."""
    return HEADLINE_ORDER.index(unit), list(DayBand).index(band)


def headline(lines: Sequence[PriceLine]) -> PriceLine | None:
    """The one price to show where there is room for one: the weekday price of the usual unit."""
    return min(lines, key=lambda line: reading_order(*line.key), default=None)


def shown_price(lines: Sequence[PriceLine], unit: str = "") -> PriceLine | None:
    """The price on a card: the lowest in the unit that was asked for, else the headline.

    The index filters and orders by the lowest of any band in a unit, so that is what it shows.
    """
    asked = [line for line in lines if line.unit == unit]
    return min(asked, key=lambda line: line.amount_pence) if asked else headline(lines)


def price_problems(
    dated: Sequence[DatedPrice],
    wanted: Sequence[PriceLine],
    *,
    from_date: date,
    today: date,
    was_public: bool,
) -> list[Problem]:
    """Why these prices cannot begin on that day. Nothing that the public saw is taken back."""
    problems = [
        problem("listing_price_out_of_range", f"{line.unit}_{line.day_band}", most=MOST_PENCE)
        for line in wanted
        if not 0 <= line.amount_pence <= MOST_PENCE
    ]
    if len({line.key for line in wanted}) < len(wanted):
        problems.append(problem("listing_price_repeated"))
    if not was_public:
        return problems
    if from_date < today:
        problems.append(problem("listing_price_in_the_past", "from_date", today=today))
    return problems + _begun_today_problems(dated, wanted, from_date, today)


def _begun_today_problems(
    dated: Sequence[DatedPrice], wanted: Sequence[PriceLine], from_date: date, today: date
) -> list[Problem]:
    by_key = {line.key: line.amount_pence for line in wanted}
    return [
        problem(
            "listing_price_began_today",
            "from_date",
            unit=p.line.unit,
            day_band=p.line.day_band,
            from_date=p.from_date,
        )
        for p in dated
        if p.from_date == from_date == today and by_key.get(p.line.key) != p.line.amount_pence
    ]


def first_price_day(dated: Sequence[DatedPrice], today: date, *, was_public: bool) -> date:
    """The first day to propose for new prices: today, or tomorrow when public ones began today."""
    begun = any(p.from_date == today and p.until_date is None for p in dated)
    return today + timedelta(days=1) if was_public and begun else today


def change_prices(
    dated: Sequence[DatedPrice],
    wanted: Sequence[PriceLine],
    *,
    from_date: date,
    was_public: bool,
) -> ChangedPrices:
    """How the rows change so that `wanted`, and nothing else, holds from a day on.

    A row is never rewritten, only ended; a row that has not begun by then is dropped, and so is any
    row of a listing that nobody has seen. Call after `price_problems` found none.
    """
    change = ChangedPrices()
    targets = {line.key: line for line in wanted}
    for key in sorted({p.line.key for p in dated} | set(targets)):
        rows = [p for p in dated if p.line.key == key]
        _change_one(change, rows, targets.get(key), from_date, was_public)
    return change


def _change_one(
    change: ChangedPrices,
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
