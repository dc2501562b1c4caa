"""How an item is written: what it keeps of its offer, its terms, and its times."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import PlanItem, PlanItemTime, PlanLine, SupportPlan
from marketplace.brokerage.queries import public_listings
from marketplace.brokerage.rules import (
    COUNTED_BY_TIMES,
    HOW_PAID,
    Equipment,
    FromListing,
    ItemKind,
    Natural,
    Offer,
    OffMarket,
    Terms,
    amount_of_times,
    band_of,
    item_outcome_problems,
    item_times_problems,
)
from marketplace.core.audit import AuditValue
from marketplace.core.dates import london_date
from marketplace.core.errors import problem
from marketplace.core.times import PlannedTime
from marketplace.core.transactions import require_transaction
from marketplace.listings.rules import DayBand, PriceUnit

#: Days that have a price of their own; prices of bank holidays are not worked out from times.
_OTHER_BAND = {DayBand.WEEKDAY: DayBand.WEEKEND, DayBand.WEEKEND: DayBand.WEEKDAY}
#: What an item and the line beside it at the other price share.
_SAME = ("kind", "listing", "unit", "deployment", "agreement", "from_date", "until_date")
#: What such a line takes over when it is made. How much the pay may vary is of one price only.
_TAKEN_OVER = ("tolerance_percent", "payment_reference", "paid_via", "bundle")


def write_item(item: PlanItem, facts: dict[str, Any]) -> None:
    """Save an item with these facts."""
    require_transaction()
    for name, value in facts.items():
        setattr(item, name, value)
    item.save()


def item_of(plan: SupportPlan, item_id: int) -> PlanItem:
    """Raises BrokerageError when somebody removed it meanwhile."""
    item = plan.items.select_related("listing").filter(pk=item_id).first()
    if item is None:
        raise BrokerageError(problem("plan_item_gone"))
    return item


def new_line(plan: SupportPlan, at: datetime) -> PlanLine:
    """A line that the plan begins."""
    require_transaction()
    return PlanLine.objects.create(
        authority_id=plan.authority_id, person_id=plan.person_id, opened_at=at
    )


def write_times(item: PlanItem, times: tuple[PlannedTime, ...], at: datetime) -> None:
    """Give an item these times, and the amount that they come to. A time whose id stays is kept.

    Where the listing has one price for weekdays and another for weekends, the times at each are a
    line of their own: those at the other price go to such a line beside the item. An item all of
    whose times are at the other price takes that price.
    """
    own, others = _by_band(item, times, at)
    if others and not own:
        _take_price(item, band_of(others[0]), at)
        own, others = others, ()
    _write_rows(item, own)
    if others:
        beside = _beside(item, band_of(others[0]), at)
        _write_rows(beside, (*beside.planned_times, *others))


def write_outcomes(item: PlanItem, outcome_ids: Collection[int]) -> None:
    """Say which outcomes of its plan an item is for: these and no others.

    Raises BrokerageError for none, and for one that somebody removed meanwhile.
    """
    require_transaction()
    found = set(item.plan.outcomes.filter(pk__in=outcome_ids).values_list("pk", flat=True))
    refuse_if_any(item_outcome_problems(set(outcome_ids), found))
    item.outcomes.set(found)


def _by_band(
    item: PlanItem, times: tuple[PlannedTime, ...], at: datetime
) -> tuple[tuple[PlannedTime, ...], tuple[PlannedTime, ...]]:
    """The times at the item's own price, and those at the listing's other one, if it has another."""
    other = _OTHER_BAND.get(DayBand(item.day_band))
    if item.listing is None or other is None or item.unit not in COUNTED_BY_TIMES:
        return times, ()
    prices = item.listing.prices.current(london_date(at))
    if not prices.filter(unit=item.unit, day_band=other).exists():
        return times, ()
    at_other = tuple(one for one in times if band_of(one) == other)
    return tuple(one for one in times if one not in at_other), at_other


def _take_price(item: PlanItem, band: DayBand, at: datetime) -> None:
    offer = FromListing(item.listing_id or 0, PriceUnit(item.unit), band)
    write_item(item, snapshot(item.plan, offer, at))


def _beside(item: PlanItem, band: DayBand, at: datetime) -> PlanItem:
    """The line beside an item that is the same but for its price; made where there is none."""
    same = {name: getattr(item, name) for name in _SAME}
    outcome_ids = item.outcome_ids
    beside = item.plan.items.filter(**same, day_band=band, times__isnull=False).distinct()
    alike = (one for one in beside.prefetch_related("outcomes") if one.outcome_ids == outcome_ids)
    found = next(alike, None)
    if found is None:
        own = {name: getattr(item, name) for name in ("quantity", "frequency", *_TAKEN_OVER)}
        found = PlanItem(plan=item.plan, line=new_line(item.plan, at), **same, **own)
        _take_price(found, band, at)
        write_outcomes(found, outcome_ids)
    return found


def _write_rows(item: PlanItem, times: tuple[PlannedTime, ...]) -> None:
    refuse_if_any(item_times_problems(ItemKind(item.kind), item.unit, times))
    rows = PlanItemTime.objects.filter(item=item)
    rows.exclude(public_id__in=[one.uuid for one in times]).delete()
    for one in times:
        rows.update_or_create(item=item, public_id=one.uuid, defaults=_columns(one))
    if amount := amount_of_times(item.unit, times):
        write_item(item, dict(zip(("quantity", "frequency"), amount, strict=True)))


def _columns(planned: PlannedTime) -> dict[str, Any]:
    return {
        "weekday": planned.weekday or "",
        "on_date": planned.on,
        "start": planned.start,
        "minutes": planned.minutes,
        "workers": planned.workers,
        "every_weeks": planned.every_weeks,
        "counted_from": planned.counted_from,
        "term_time": planned.term_time,
    }


def facts_of(terms: Terms, unit: str) -> dict[str, Any]:
    """What the item's own row keeps of its terms."""
    quantity, frequency = terms.amount(unit)
    return {
        "quantity": quantity,
        "frequency": frequency,
        "when": terms.when,
        "deployment": terms.deployment,
        "agreement_id": terms.agreement_id,
        "from_date": terms.from_date,
        "until_date": terms.until_date,
        **{name: getattr(terms.how_paid, name) for name in HOW_PAID},
    }


def snapshot(plan: SupportPlan, offer: Offer, at: datetime) -> dict[str, Any]:
    """What the item keeps of the offer, whatever becomes of the offer later."""
    match offer:
        case FromListing():
            return _from_listing(plan, offer, at)
        case OffMarket():
            return {
                "title": offer.title,
                "provider_name": offer.provider_name,
                "unit": offer.unit,
                "price_pence": offer.price_pence,
            }
        case Equipment():
            return {
                "title": offer.title,
                "provider_name": offer.provider_name,
                "unit": PriceUnit.ITEM,
                "price_pence": offer.price_pence,
            }
        case Natural():
            return {
                "title": offer.title,
                "provider_name": offer.who,
                "unit": PriceUnit.HOUR,
                "price_pence": 0,
                "natural_who": offer.who,
                "natural_willing_date": offer.willing_date,
                "natural_fallback": offer.fallback,
            }


def _from_listing(plan: SupportPlan, offer: FromListing, at: datetime) -> dict[str, Any]:
    public = public_listings(plan.authority_id, at).select_related("supplier")
    listing = public.filter(pk=offer.listing_id).first()
    if listing is None:
        raise BrokerageError(problem("plan_listing_not_public"))
    price = (
        listing.prices.current(london_date(at))
        .filter(unit=offer.unit, day_band=offer.day_band)
        .first()
    )
    if price is None:
        raise BrokerageError(problem("plan_price_gone", "choice", title=listing.title))
    return {
        "listing": listing,
        "listing_version": listing.version,
        "title": listing.title,
        "provider_name": listing.supplier.public_name,
        "unit": price.unit,
        "day_band": price.day_band,
        "price_pence": price.amount_pence,
    }


def audited(item: PlanItem) -> dict[str, AuditValue]:
    """What an audit row says of an item: ids, pence, days, what it is for and how many times it comes."""
    return {
        "item": item.pk,
        "kind": item.kind,
        "listing": item.listing_id,
        "listing_version": item.listing_version,
        "price_pence": item.price_pence,
        "agreement": item.agreement_id,
        "from_date": item.from_date.isoformat() if item.from_date else None,
        "until_date": item.until_date.isoformat() if item.until_date else None,
        "tolerance_percent": item.tolerance_percent,
        "pay_least_pence": item.pay_least_pence,
        "pay_most_pence": item.pay_most_pence,
        "times": item.times.count(),
        "outcomes": sorted(item.outcomes.values_list("pk", flat=True)),
    }
