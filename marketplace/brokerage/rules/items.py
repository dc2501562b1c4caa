"""What a broker may put in a plan, before it becomes an item with its price as a snapshot."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from marketplace.brokerage.rules.cost import in_hundredths
from marketplace.brokerage.rules.kinds import Deployment, Frequency, ItemKind
from marketplace.brokerage.rules.limits import (
    FALLBACK_LENGTH,
    LEAST_UNITS,
    LINE_LENGTH,
    MOST_PRICE_PENCE,
    MOST_UNITS,
    length_problems,
)
from marketplace.brokerage.rules.paying import HowPaid, how_paid_problems
from marketplace.brokerage.rules.timed import COUNTED_BY_TIMES, timed_units
from marketplace.core.errors import Problem, problem
from marketplace.core.times import PlannedTime, times_problems
from marketplace.listings.rules import DayBand, PriceUnit


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
    unit: ClassVar[PriceUnit] = PriceUnit.ITEM


@dataclass(frozen=True)
class Natural:
    """Family, friends or free: who, the day they said they are willing, and what if it stops."""

    title: str
    who: str
    willing_date: date | None = None
    fallback: str = ""

    kind = ItemKind.NATURAL
    unit: ClassVar[PriceUnit] = PriceUnit.HOUR


Offer = FromListing | OffMarket | Equipment | Natural


@dataclass(frozen=True)
class Terms:
    """How much, how often, when, and who pays the supplier.

    Times that count the unit (`COUNTED_BY_TIMES`) say how much and how often; then `quantity` and
    `frequency` are not read. `when` is a note on the times, read by people only. The line's own days
    are half-open, and the plan's where they are left out. `agreement_id` is the agreement that pays
    it; if none is named, all that pay weekly into the account do.
    """

    quantity: Decimal
    frequency: Frequency
    when: str = ""
    deployment: Deployment = Deployment.DIRECT_PAYMENT
    times: tuple[PlannedTime, ...] = ()
    agreement_id: int | None = None
    from_date: date | None = None
    until_date: date | None = None
    how_paid: HowPaid = field(default_factory=HowPaid)

    def amount(self, unit: str) -> tuple[Decimal, Frequency]:
        """How much, how often of a unit, as a row keeps it: what times come to, in hundredths.

        Sums are made from the times themselves, exactly.
        """
        return amount_of_times(unit, self.times) or (self.quantity, self.frequency)


def amount_of_times(unit: str, times: tuple[PlannedTime, ...]) -> tuple[Decimal, Frequency] | None:
    """What times come to a week, or once where they are single dates; None if they do not count."""
    units = timed_units(unit, times)
    if units is None:
        return None
    quantity = in_hundredths(units.dated if units.comes_once else units.weekly)
    often = Frequency.ONCE if units.comes_once else Frequency.WEEK
    return max(quantity, LEAST_UNITS), often


def item_problems(offer: Offer, terms: Terms, today: date) -> list[Problem]:
    """Why this cannot be an item; empty when it can."""
    return [
        *_quantity_problems(offer, terms),
        *_price_problems(offer),
        *_willing_problems(offer, today),
        *_length_problems(offer, terms),
        *_day_problems(terms),
        *how_paid_problems(terms.how_paid),
        *item_times_problems(offer.kind, offer.unit, terms.times),
    ]


def item_times_problems(kind: ItemKind, unit: str, times: tuple[PlannedTime, ...]) -> list[Problem]:
    """Why these cannot be the times of an item of a kind and a unit; empty when they can."""
    if times and kind == ItemKind.EQUIPMENT:
        return [problem("plan_equipment_without_times")]
    found = times_problems(times)
    units = None if found else timed_units(unit, times)
    if units and max(units.weekly, units.dated) > MOST_UNITS:
        found.append(problem("plan_times_too_much", most=MOST_UNITS))
    return found


def item_outcome_problems(chosen: Set[int], found: Set[int]) -> list[Problem]:
    """Why an item cannot be for the chosen outcomes; `found` are those of them that its plan has."""
    if chosen - found:
        return [problem("plan_outcome_gone")]
    return [] if chosen else [problem("plan_item_for_nothing", "outcomes")]


def listing_gone(title: str, provider_name: str) -> Problem:
    """That nobody may choose an item's listing any more. It is put right at the outcomes."""
    return problem("plan_listing_gone", title=title, provider=provider_name, in_outcomes=True)


def _quantity_problems(offer: Offer, terms: Terms) -> Iterator[Problem]:
    if terms.times and offer.unit in COUNTED_BY_TIMES:
        return
    if not LEAST_UNITS <= terms.quantity <= MOST_UNITS:
        bounds = {"least": LEAST_UNITS, "most": MOST_UNITS}
        yield problem("plan_quantity_out_of_range", "quantity", **bounds)
    if isinstance(offer, Equipment) and terms.frequency != Frequency.ONCE:
        yield problem("plan_equipment_not_once", "frequency")
    if isinstance(offer, Natural) and terms.frequency == Frequency.ONCE:
        yield problem("plan_free_help_once", "frequency")


def _day_problems(terms: Terms) -> Iterator[Problem]:
    if terms.from_date and terms.until_date and terms.until_date <= terms.from_date:
        yield problem("plan_line_ends_before_it_starts", "last_day")


def _price_problems(offer: Offer) -> Iterator[Problem]:
    if not isinstance(offer, OffMarket | Equipment):
        return
    if offer.price_pence <= 0:
        yield problem("plan_price_missing", "price")
    if offer.price_pence > MOST_PRICE_PENCE:
        yield problem("plan_price_too_high", "price", most_pence=MOST_PRICE_PENCE)


def _willing_problems(offer: Offer, today: date) -> Iterator[Problem]:
    if isinstance(offer, Natural) and offer.willing_date and offer.willing_date > today:
        yield problem("plan_willing_in_future", "willing_date")


def _length_problems(offer: Offer, terms: Terms) -> Iterator[Problem]:
    texts = {"when": (terms.when, LINE_LENGTH)}
    if isinstance(offer, OffMarket | Equipment):
        texts |= {"provider_name": (offer.provider_name, LINE_LENGTH)}
    if isinstance(offer, Natural):
        texts |= {"who": (offer.who, LINE_LENGTH), "fallback": (offer.fallback, FALLBACK_LENGTH)}
    if not isinstance(offer, FromListing):
        texts |= {"title": (offer.title, LINE_LENGTH)}
    for name, (text, most) in texts.items():
        yield from length_problems(name, text, most)
