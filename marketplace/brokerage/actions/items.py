"""What will do it: adding, changing and removing items, each with its price as a snapshot."""

from collections.abc import Collection

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import begin_edit, finish_edit, refuse_if_any
from marketplace.brokerage.actions.item_rows import (
    audited,
    facts_of,
    item_of,
    new_line,
    snapshot,
    write_item,
    write_outcomes,
    write_times,
)
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import PaymentAgreement, PlanItem, SupportPlan
from marketplace.brokerage.rules import FromListing, ItemKind, Offer, Terms, item_problems
from marketplace.core.errors import problem
from marketplace.core.times import PlannedTime
from marketplace.listings.rules import DayBand, PriceUnit


@transaction.atomic
def add_item(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    outcome_ids: Collection[int],
    offer: Offer,
    terms: Terms,
) -> PlanItem:
    """Add something that will do one outcome or several.

    A listing's price, unit and version are read from what is public now and kept as they are.
    Raises BrokerageError when it is not public, has no such price, or the terms make no sense.
    """
    begin_edit(by=by, plan=plan, version=version)
    _refuse_terms(by, plan, offer, terms)
    item = PlanItem(plan=plan, line=new_line(plan, by.at), kind=offer.kind)
    write_item(item, {**snapshot(plan, offer, by.at), **facts_of(terms, offer.unit)})
    write_outcomes(item, outcome_ids)
    write_times(item, terms.times, by.at)
    finish_edit(by=by, plan=plan, event="plan_item_added", **audited(item))
    return item


@transaction.atomic
def change_item(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    item_id: int,
    offer: Offer,
    terms: Terms,
    outcome_ids: Collection[int] | None = None,
) -> PlanItem:
    """Change an item. A listing's price stays as it was unless another of its prices is chosen.

    Without `outcome_ids` it stays for the outcomes that it is for.
    """
    begin_edit(by=by, plan=plan, version=version)
    _refuse_terms(by, plan, offer, terms)
    item = item_of(plan, item_id)
    if item.kind != offer.kind:
        raise BrokerageError(problem("plan_item_keeps_its_kind", kind=item.kind))
    kept = isinstance(offer, FromListing) and (item.listing_id, item.unit, item.day_band) == (
        offer.listing_id,
        offer.unit,
        offer.day_band,
    )
    offered = {} if kept else snapshot(plan, offer, by.at)
    write_item(item, {**offered, **facts_of(terms, offer.unit)})
    if outcome_ids is not None:
        write_outcomes(item, outcome_ids)
    write_times(item, terms.times, by.at)
    finish_edit(by=by, plan=plan, event="plan_item_changed", **audited(item))
    return item


@transaction.atomic
def set_times(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    item_id: int,
    times: tuple[PlannedTime, ...],
) -> PlanItem:
    """Say when an item comes: these times and no others. Without any, it keeps its amount.

    Those at another price of the listing become a line beside it. Raises BrokerageError when they
    cannot be its times.
    """
    begin_edit(by=by, plan=plan, version=version)
    item = item_of(plan, item_id)
    write_times(item, times, by.at)
    finish_edit(by=by, plan=plan, event="plan_item_times_set", **audited(item))
    return item


@transaction.atomic
def refresh_price(*, by: Viewer, plan: SupportPlan, version: int, item_id: int) -> PlanItem:
    """Take the listing's price of today into the plan, in place of the one it was planned with."""
    begin_edit(by=by, plan=plan, version=version)
    item = item_of(plan, item_id)
    if item.kind != ItemKind.LISTING or item.listing_id is None:
        raise BrokerageError(problem("plan_item_not_listed"))
    offer = FromListing(item.listing_id, PriceUnit(item.unit), DayBand(item.day_band))
    write_item(item, snapshot(plan, offer, by.at))
    finish_edit(by=by, plan=plan, event="plan_item_price_refreshed", **audited(item))
    return item


@transaction.atomic
def remove_item(*, by: Viewer, plan: SupportPlan, version: int, item_id: int) -> None:
    """Take an item out of the plan."""
    begin_edit(by=by, plan=plan, version=version)
    item_of(plan, item_id).delete()
    finish_edit(by=by, plan=plan, event="plan_item_removed", item=item_id)


def _refuse_terms(by: Viewer, plan: SupportPlan, offer: Offer, terms: Terms) -> None:
    refuse_if_any(item_problems(offer, terms, by.today))
    agreements = PaymentAgreement.objects.filter(person=plan.person_id)
    if terms.agreement_id and not agreements.filter(pk=terms.agreement_id).exists():
        raise BrokerageError(problem("plan_agreement_unknown", "agreement"))
