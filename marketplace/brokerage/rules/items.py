"""What a broker may put in a plan, before it becomes an item with its price as a snapshot."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.brokerage.rules.kinds import Deployment, Frequency, ItemKind
from marketplace.listings.rules import DayBand, PriceUnit

MOST_UNITS = Decimal("9999.99")


@dataclass(frozen=True)
class FromListing:
    """Something that a supplier lists publicly; its price is read from the listing, never typed."""

    listing_id: int
    unit: PriceUnit
    day_band: DayBand = DayBand.WEEKDAY

    kind = ItemKind.LISTING


@dataclass(frozen=True)
class OffMarket:
    """Somebody who is not in the directory, at a price in pence that they named."""

    title: str
    provider_name: str
    unit: PriceUnit
    price_pence: int

    kind = ItemKind.OFF_MARKET


@dataclass(frozen=True)
class Equipment:
    """A thing bought once, in pence."""

    title: str
    provider_name: str
    price_pence: int

    kind = ItemKind.EQUIPMENT


@dataclass(frozen=True)
class Natural:
    """Family, friends or free: who, the day they said they are willing, and what if it stops."""

    title: str
    who: str
    willing_date: date | None = None
    fallback: str = ""

    kind = ItemKind.NATURAL


Offer = FromListing | OffMarket | Equipment | Natural


@dataclass(frozen=True)
class Terms:
    """How much, how often, when, and who pays the supplier."""

    quantity: Decimal
    frequency: Frequency
    when: str = ""
    deployment: Deployment = Deployment.DIRECT_PAYMENT


def item_problems(offer: Offer, terms: Terms, today: date) -> list[str]:
    """Why this cannot be an item, in sentences; empty when it can."""
    problems = []
    if not 0 < terms.quantity <= MOST_UNITS:
        problems.append("Say how many, more than nought and less than ten thousand.")
    if isinstance(offer, Equipment) and terms.frequency != Frequency.ONCE:
        problems.append("Equipment is bought once. For rent, choose somebody not in the directory.")
    if isinstance(offer, OffMarket | Equipment) and offer.price_pence <= 0:
        problems.append("Give a price above nought. Free help goes under family, friends or free.")
    if isinstance(offer, Natural) and terms.frequency == Frequency.ONCE:
        problems.append("Say how often this help comes, not only once.")
    if isinstance(offer, Natural) and offer.willing_date and offer.willing_date > today:
        problems.append("The day they said yes cannot be in the future.")
    return problems
