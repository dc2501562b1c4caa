"""What will do an outcome: choosing it, its terms, changing and removing it."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage import actions
from marketplace.brokerage.forms import (
    EquipmentForm,
    ItemForm,
    ListingItemForm,
    NaturalForm,
    OffMarketForm,
    PlanForm,
)
from marketplace.brokerage.models import Outcome, PlanItem, SupportPlan
from marketplace.brokerage.queries import (
    ItemCost,
    agreements_to_pay,
    cost_with,
    find_listings,
    listings_by_id,
    prices_of,
    term_notes_of,
)
from marketplace.brokerage.rules import TERM_WEEKS, ItemKind, PlanPurpose
from marketplace.core.pence import format_pounds
from marketplace.listings.requests import saved_ids

#: Characters, judgement: a pasted address or a long title; the page repeats what was typed.
LONGEST_SOUGHT = 200
HEADINGS = {
    ItemKind.OFF_MARKET: "Add support not on Handrail",
    ItemKind.EQUIPMENT: "Add equipment, bought once",
    ItemKind.NATURAL: "Add unpaid support",
}


def add(request: HttpRequest, public_id: UUID, outcome_id: int) -> HttpResponse:
    """Where it comes from: the shortlist, the directory by title or pasted address, or elsewhere."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    outcome = get_object_or_404(plan.outcomes, pk=outcome_id)
    # A zero byte is no text to a database.
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SOUGHT]
    return render(
        request,
        "brokerage/add_item.html",
        {
            "plan": plan,
            "person": plan.person,
            "outcome": outcome,
            "typed": typed,
            "found": find_listings(viewer=viewer, text=typed) if typed else [],
            "shortlist": listings_by_id(
                viewer=viewer, public_ids=saved_ids(request.session, plan.person.public_id)
            ),
            "back_url": _back(plan, outcome.pk),
        },
    )


def add_listing(
    request: HttpRequest, public_id: UUID, outcome_id: int, listing_id: UUID
) -> HttpResponse:
    """Which of a listing's prices, how much, how often."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    outcome = get_object_or_404(plan.outcomes, pk=outcome_id)
    found = listings_by_id(viewer=viewer, public_ids=[listing_id])
    if not found:
        raise Http404("This listing is not available now.")
    form = ListingItemForm(
        request.POST or None,
        plan=plan,
        listing_id=found[0].pk,
        prices=found[0].prices,
        agreements=agreements_to_pay(plan, viewer.today),
        **_for([outcome.pk], plan),
    )
    heading = f"Add {found[0].title}"
    return _add(request, plan, outcome, form, heading, lede=found[0].provider_name)


def add_other(request: HttpRequest, public_id: UUID, outcome_id: int, kind: str) -> HttpResponse:
    """Something that is not in the directory: at a price of its own, or free."""
    if kind not in HEADINGS:
        raise Http404("Page not found.")
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    outcome = get_object_or_404(plan.outcomes, pk=outcome_id)
    form = _form_of(ItemKind(kind))(
        request.POST or None,
        plan=plan,
        agreements=agreements_to_pay(plan, viewer.today),
        **_for([outcome.pk], plan),
        **_own(ItemKind(kind), viewer.today),
    )
    return _add(request, plan, outcome, form, HEADINGS[ItemKind(kind)])


def change(request: HttpRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """Change an item; something from the directory keeps the price that it was planned with."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    item = get_object_or_404(
        plan.items.select_related("listing").prefetch_related("times", "outcomes"), pk=item_id
    )
    kind = ItemKind(item.kind)
    own = _own(kind, viewer.today)
    if item.listing is not None:
        prices = prices_of(viewer=viewer, listing=item.listing)
        own = {"listing_id": item.listing.pk, "prices": prices}
    form = _form_of(kind)(
        request.POST or None,
        plan=plan,
        item=item,
        agreements=agreements_to_pay(plan, viewer.today),
        **_for(item.outcome_ids, plan),
        **own,
    )
    cost = _cost(form, viewer, item)
    if form.is_to_save(cost) and form.run_action(
        actions.change_item,
        by=viewer,
        item_id=item_id,
        offer=form.offer(),
        terms=form.terms(),
        outcome_ids=form.outcome_ids(),
    ):
        return redirect(_back(plan, form.outcome_ids()[0]))
    return _show(
        request,
        plan,
        item.outcomes.all()[0],
        form,
        f"Change {item.title}",
        lede=item.provider_name,
        button="Save changes",
        cost=cost,
        item=None if kind == ItemKind.EQUIPMENT else item,
        term_weeks=TERM_WEEKS,
        notes=term_notes_of(plan, [item], viewer.today),
        saved_now=_saved(item) if form.is_stale else [],
    )


def remove(request: HttpRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """Ask once, then take an item out."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    item = get_object_or_404(plan.items, pk=item_id)
    back_url = _back(plan, item.outcome_ids[0])
    form = PlanForm(request.POST or None, plan=plan)
    if form.is_valid() and form.run_action(actions.remove_item, by=viewer, item_id=item_id):
        messages.success(request, f"{item.title} is removed from the plan.")
        return redirect(back_url)
    return render(
        request,
        "brokerage/remove.html",
        {
            "plan": plan,
            "person": plan.person,
            "form": form,
            "back_url": back_url,
            "heading": "Remove this support",
            "what": f"{item.title}, {item.provider_name}",
            "also": [],
            "button": "Remove support",
        },
    )


def refresh(request: HttpRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """Take today's price of a listing into the plan."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    item = get_object_or_404(plan.items, pk=item_id)
    form = PlanForm(request.POST, plan=plan)
    if form.is_valid() and form.run_action(actions.refresh_price, by=viewer, item_id=item_id):
        item.refresh_from_db()
        messages.success(request, f"{item.title} is now at {format_pounds(item.price_pence)}.")
    else:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return redirect(_back(plan, item.outcome_ids[0]))


def _add(
    request: HttpRequest,
    plan: SupportPlan,
    outcome: Outcome,
    form: ItemForm,
    heading: str,
    lede: str = "",
) -> HttpResponse:
    cost = _cost(form, viewer_of(request))
    if form.is_to_save(cost) and form.run_action(
        actions.add_item,
        by=viewer_of(request),
        outcome_ids=form.outcome_ids(),
        offer=form.offer(),
        terms=form.terms(),
    ):
        if "times" in request.POST:
            return redirect("brokerage:add_times", plan.public_id, _newest(plan).pk)
        return redirect(_back(plan, form.outcome_ids()[0]))
    return _show(
        request,
        plan,
        outcome,
        form,
        heading,
        lede=lede,
        button="Add to plan",
        cost=cost,
        may_time=not isinstance(form, EquipmentForm),
    )


def _cost(form: ItemForm, viewer: Viewer, item: PlanItem | None = None) -> ItemCost:
    """What the plan costs with what was entered; as long as nothing is, as it is."""
    line = item.cost_line if item and not form.is_bound else None
    if form.is_valid():
        line = form.cost_line()
    return cost_with(form.plan, viewer.today, line, item)


def _newest(plan: SupportPlan) -> PlanItem:
    """The item that was added just now."""
    return plan.items.latest("pk")


def _show(
    request: HttpRequest,
    plan: SupportPlan,
    outcome: Outcome,
    form: ItemForm,
    heading: str,
    **context: Any,
) -> HttpResponse:
    return render(
        request,
        "brokerage/item.html",
        {
            "plan": plan,
            "person": plan.person,
            "outcome": outcome,
            "form": form,
            "heading": heading,
            "back_url": _back(plan, outcome.pk),
            **context,
        },
    )


def _form_of(kind: ItemKind) -> Any:
    return {
        ItemKind.LISTING: ListingItemForm,
        ItemKind.OFF_MARKET: OffMarketForm,
        ItemKind.EQUIPMENT: EquipmentForm,
        ItemKind.NATURAL: NaturalForm,
    }[kind]


def _for(outcome_ids: Collection[int], plan: SupportPlan) -> dict[str, Any]:
    """What a form needs to ask what an item is for."""
    return {"outcomes": list(plan.outcomes.all()), "chosen": outcome_ids}


def _own(kind: ItemKind, today: date) -> dict[str, Any]:
    return {"today": today} if kind == ItemKind.NATURAL else {}


def _saved(item: PlanItem) -> list[tuple[str, object]]:
    item.refresh_from_db()
    return [
        ("What", item.title),
        ("Price", format_pounds(item.price_pence)),
        ("How much", item.amount),
        ("Note on times", item.when or "Not stated"),
    ]


def _back(plan: SupportPlan, outcome_id: int) -> str:
    return f"{reverse('brokerage:plan', args=[plan.public_id])}#outcome-{outcome_id}"
