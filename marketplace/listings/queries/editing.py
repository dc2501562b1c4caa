"""What a supplier sees of its own listing beside the boxes: prices now, to come and before."""

from dataclasses import dataclass
from datetime import date

from marketplace.listings.models import Listing, Price
from marketplace.listings.rules import DayBand, PriceLine, PriceUnit
from marketplace.listings.rules.units import DAY_BAND_LABELS, PRICE_UNIT_LABELS


@dataclass(frozen=True)
class DatedAmount:
    """One price that ended or has not begun, in words and pence."""

    label: str
    pence: int
    from_date: date
    until_date: date | None


def price_lines_from(listing: Listing, on: date) -> list[PriceLine]:
    """The prices that hold on a day."""
    rows = Price.objects.current(on).filter(listing=listing)
    return [PriceLine(PriceUnit(p.unit), DayBand(p.day_band), p.amount_pence) for p in rows]


def past_prices(listing: Listing, on: date) -> list[DatedAmount]:
    """Every price that does not hold on a day: those that ended and those still to come."""
    now = Price.objects.current(on).values("pk")
    rows = listing.prices.exclude(pk__in=now).order_by("-from_date", "unit", "day_band")
    return [
        DatedAmount(
            f"{PRICE_UNIT_LABELS[PriceUnit(p.unit)]}, {DAY_BAND_LABELS[DayBand(p.day_band)].lower()}",
            p.amount_pence,
            p.from_date,
            p.until_date,
        )
        for p in rows
    ]
