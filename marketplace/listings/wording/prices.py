"""Prices in words: what one is for, how much it is, and those that do not apply today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.core.pence import format_pounds
from marketplace.listings.rules import DatedPrice, DayBand, PriceLine, PriceUnit, price_for

NOT_STATED = "Not stated"
SAME = "Same as weekday"
_WHEN = {DayBand.WEEKEND: "at weekends", DayBand.BANK_HOLIDAY: "on bank holidays"}


def price_label(unit: PriceUnit, band: DayBand) -> str:
    """What a price is for: "One hour, weekend"."""
    return f"{unit.label}, {band.label.lower()}"


def amount_words(pence: int | None, missing: str = NOT_STATED) -> str:
    """An amount as it is shown: "£25.60", "No charge" for nothing to pay."""
    if pence is None:
        return missing
    return format_pounds(pence) if pence else "No charge"


def price_note(shown: PriceLine | None, lines: Sequence[PriceLine]) -> str:
    """When the shown price applies, if not on weekdays; else what weekends cost, if not the same."""
    if shown is None:
        return ""
    if shown.day_band in _WHEN:
        return _WHEN[shown.day_band]
    weekend = price_for(lines, shown.unit, DayBand.WEEKEND)
    if weekend is None or weekend == shown.amount_pence:
        return ""
    return f"{format_pounds(weekend)} {_WHEN[DayBand.WEEKEND]}"


@dataclass(frozen=True)
class PriceRow:
    """The prices of one unit: what it buys, and pence for each band of days in their order.

    `own` says which bands have a price of their own; the others cost what a weekday does.
    """

    unit: PriceUnit
    pence: tuple[int | None, ...]
    own: tuple[bool, ...]

    @property
    def label(self) -> str:
        return self.unit.label

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Pairs of the band's label and the price in words."""
        return [
            (band.label, amount_words(pence) if own or band == DayBand.WEEKDAY else SAME)
            for band, pence, own in zip(DayBand, self.pence, self.own, strict=True)
        ]


def price_rows(lines: Sequence[PriceLine]) -> tuple[PriceRow, ...]:
    """One row for each unit that has a price, the units in their usual order."""
    keys = {line.key for line in lines}
    return tuple(
        PriceRow(
            unit,
            tuple(price_for(lines, unit, band) for band in DayBand),
            tuple((unit, band) in keys for band in DayBand),
        )
        for unit in PriceUnit
        if any(line.unit == unit for line in lines)
    )


@dataclass(frozen=True)
class OtherPrice:
    """One price that ended or has not begun, in words and pence."""

    label: str
    pence: int
    from_date: date
    until_date: date | None


def other_prices(dated: Sequence[DatedPrice], today: date) -> list[OtherPrice]:
    """Every price that does not apply today, the latest to begin first."""
    others = [p for p in dated if today not in p.period]
    others.sort(key=lambda p: (-p.from_date.toordinal(), *p.line.key))
    return [
        OtherPrice(price_label(*p.line.key), p.line.amount_pence, p.from_date, p.until_date)
        for p in others
    ]
