"""Statements without end: person after person, each with a plan at Fernshire's own prices."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count as count_from
from random import Random

from marketplace.brokerage.rules import (
    FundingSegment,
    FundPart,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.generator.awkward import awkward
from marketplace.generator.people import ItemSpec, PersonSpec, person
from marketplace.generator.place import FERNSHIRE
from marketplace.generator.spending import PlannedSpend, SpendLine, last_weekday, lines_of
from marketplace.generator.suppliers import suppliers
from marketplace.listings.rules import DayBand, PriceUnit
from marketplace.suppliers.rules import SupplierKind, public_name

DAYS = 175
MARKET = 400
Offers = dict[tuple[SupplierKind, PriceUnit], list[tuple[str, int]]]


@dataclass(frozen=True)
class GeneratedStatement:
    """What one person's bank shows for half a year, and the plan and budget behind it.

    An item's id is its place in `items`; `specs` stand in the same order. `weekly_pence` is paid in
    by payer.
    """

    person: PersonSpec
    weekly_pence: dict[PayerKind, int]
    specs: tuple[ItemSpec, ...]
    items: tuple[PlannedSpend, ...]
    lines: tuple[SpendLine, ...]


def statements(count: int, seed: int, anchor: date) -> Iterator[GeneratedStatement]:
    """Statements of exactly so many lines together; the last one is cut where they are reached."""
    left = count
    for made in endless_statements(seed, anchor):
        if len(made.lines) >= left:
            yield replace(made, lines=made.lines[:left])
            return
        left -= len(made.lines)
        yield made


def endless_statements(seed: int, anchor: date) -> Iterator[GeneratedStatement]:
    """Statements up to the anchor day, for as long as they are asked for."""
    offers = _offers(seed)
    for number in count_from(1):
        spec = person(number, Random(f"{seed}:person:{number}"), anchor, "approved")
        yield _statement(spec, offers, seed, anchor)


def _offers(seed: int) -> Offers:
    found: Offers = {}
    for supplier in suppliers(MARKET, seed):
        for listing in supplier.listings:
            for price in listing.prices:
                if price.band == DayBand.WEEKDAY and price.pence:
                    offer = (public_name(supplier.kind, supplier.name), price.pence)
                    found.setdefault((supplier.kind, price.unit), []).append(offer)
    return found


def _statement(spec: PersonSpec, offers: Offers, seed: int, anchor: date) -> GeneratedStatement:
    rng = Random(f"{seed}:statement:{spec.number}")
    specs = tuple(item for item in spec.items if item.direct_payment)
    items = tuple(_planned(at, item, offers, rng) for at, item in enumerate(specs))
    # A third of the plan is the most that anybody here pays towards it.
    needed = sum(item.weekly_pence for item in items)
    own = min(spec.weekly_pence.get(PayerKind.PERSON, 0), needed // 3)
    start = anchor - timedelta(days=DAYS)
    weekly_pence = _weekly_pence(needed, own)
    plain = lines_of(items, [_segment(weekly_pence, start)], start, anchor, f"{seed}:{spec.number}")
    return GeneratedStatement(
        person=spec,
        weekly_pence=weekly_pence,
        specs=specs,
        items=items,
        lines=tuple(awkward(plain, items, anchor, rng)),
    )


def _planned(at: int, item: ItemSpec, offers: Offers, rng: Random) -> PlannedSpend:
    payee, pence = rng.choice(offers[item.kind, item.unit])
    weekday = last_weekday(item.times)
    return PlannedSpend(at, payee, pence, item.quantity, item.frequency.value, "", weekday)


def _weekly_pence(needed: int, own: int) -> dict[PayerKind, int]:
    """A budget that pays in what the plan needs: the person's own part, and the council the rest."""
    shares = {PayerKind.COUNCIL: needed - own, PayerKind.PERSON: own}
    return {payer: pence for payer, pence in shares.items() if pence}


def _segment(weekly_pence: dict[PayerKind, int], start: date) -> FundingSegment:
    """The agreement that pays all of it into the account, net and every four weeks."""
    return FundingSegment(
        agreement_id=1,
        road=PaymentRoad.BANK,
        basis=PaymentBasis.NET,
        schedule=PaymentSchedule.FOUR_WEEKS,
        first_payment=start,
        first=start,
        until=None,
        parts=tuple(
            FundPart(fund_id, payer, f"{FERNSHIRE.short_name} Council", pence)
            for fund_id, (payer, pence) in enumerate(weekly_pence.items(), 1)
        ),
    )
