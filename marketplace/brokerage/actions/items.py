"""What will do it: adding, changing and removing items, each with its price as a snapshot."""

from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import begin_edit, finish_edit, refuse_if_any
from marketplace.brokerage.actions.writing import outcome_of
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import PlanItem, PlanLine, SupportPlan
from marketplace.brokerage.queries import public_listings
from marketplace.brokerage.rules import (
    Equipment,
    FromListing,
    ItemKind,
    Natural,
    Offer,
    OffMarket,
    Terms,
    item_problems,
)
from marketplace.core.dates import london_date
from marketplace.core.errors import problem
from marketplace.listings.rules import DayBand, PriceUnit


@transaction.atomic
def add_item(
    *, by: Viewer, plan: SupportPlan, version: int, outcome_id: int, offer: Offer, terms: Terms
) -> PlanItem:
    """Add something that will do an outcome.

    A listing's price, unit and version are read from what is public now and kept as they are.
    Raises BrokerageError when it is not public, has no such price, or the terms make no sense.
    """
    begin_edit(by=by, plan=plan, version=version)
    refuse_if_any(item_problems(offer, terms, by.today))
    outcome = outcome_of(plan, outcome_id)
    line = PlanLine.objects.create(
        authority_id=plan.authority_id, person_id=plan.person_id, opened_at=by.at
    )
    item = PlanItem(plan=plan, line=line, outcome=outcome, kind=offer.kind)
    _write(item, {**_snapshot(plan, offer, by.at), **_terms(terms)})
    finish_edit(by=by, plan=plan, event="plan_item_added", **_audit(item))
    return item


@transaction.atomic
def change_item(
    *, by: Viewer, plan: SupportPlan, version: int, item_id: int, offer: Offer, terms: Terms
) -> PlanItem:
    """Change an item. A listing's price stays as it was unless another of its prices is chosen."""
    begin_edit(by=by, plan=plan, version=version)
    refuse_if_any(item_problems(offer, terms, by.today))
    item = _item_of(plan, item_id)
    if item.kind != offer.kind:
        raise BrokerageError(problem("plan_item_keeps_its_kind", kind=item.kind))
    kept = isinstance(offer, FromListing) and (item.listing_id, item.unit, item.day_band) == (
        offer.listing_id,
        offer.unit,
        offer.day_band,
    )
    _write(item, {**({} if kept else _snapshot(plan, offer, by.at)), **_terms(terms)})
    finish_edit(by=by, plan=plan, event="plan_item_changed", **_audit(item))
    return item


@transaction.atomic
def refresh_price(*, by: Viewer, plan: SupportPlan, version: int, item_id: int) -> PlanItem:
    """Take the listing's price of today into the plan, in place of the one it was planned with."""
    begin_edit(by=by, plan=plan, version=version)
    item = _item_of(plan, item_id)
    if item.kind != ItemKind.LISTING or item.listing_id is None:
        raise BrokerageError(problem("plan_item_not_listed"))
    offer = FromListing(item.listing_id, PriceUnit(item.unit), DayBand(item.day_band))
    _write(item, _snapshot(plan, offer, by.at))
    finish_edit(by=by, plan=plan, event="plan_item_price_refreshed", **_audit(item))
    return item


@transaction.atomic
def remove_item(*, by: Viewer, plan: SupportPlan, version: int, item_id: int) -> None:
    """Take an item out of the plan."""
    begin_edit(by=by, plan=plan, version=version)
    _item_of(plan, item_id).delete()
    finish_edit(by=by, plan=plan, event="plan_item_removed", item=item_id)


def _item_of(plan: SupportPlan, item_id: int) -> PlanItem:
    item = plan.items.filter(pk=item_id).first()
    if item is None:
        raise BrokerageError(problem("plan_item_gone"))
    return item


def _write(item: PlanItem, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(item, name, value)
    item.save()


def _terms(terms: Terms) -> dict[str, Any]:
    return {
        "quantity": terms.quantity,
        "frequency": terms.frequency,
        "when": terms.when,
        "deployment": terms.deployment,
    }


def _snapshot(plan: SupportPlan, offer: Offer, at: datetime) -> dict[str, Any]:
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


def _audit(item: PlanItem) -> dict[str, int | str | None]:
    return {
        "item": item.pk,
        "kind": item.kind,
        "listing": item.listing_id,
        "listing_version": item.listing_version,
        "price_pence": item.price_pence,
    }
