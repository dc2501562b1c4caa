"""When an item comes: adding times, changing one, removing one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage import actions
from marketplace.brokerage.forms import ItemTimesForm, PlanForm
from marketplace.brokerage.models import PlanItem
from marketplace.brokerage.queries import ItemCost, cost_with
from marketplace.brokerage.rules import ItemKind, PlanPurpose
from marketplace.core.times import PlannedTime
from marketplace.core.times_words import spoken_times


def add(request: HttpRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """Times that are alike, on as many days of the week as somebody chooses, or on a single date."""
    viewer = viewer_of(request)
    item = _item(viewer, public_id, item_id)
    form = ItemTimesForm(request.POST or None, item=item, others=item.planned_times)
    return _save(request, viewer, item, form, "Add times", button="Add times")


def change(request: HttpRequest, public_id: UUID, item_id: int, time_id: UUID) -> HttpResponse:
    """One time; the days that are chosen besides its own become times of their own."""
    viewer = viewer_of(request)
    item = _item(viewer, public_id, item_id)
    kept, others = _parted(item, time_id)
    form = ItemTimesForm(request.POST or None, item=item, others=others, kept=kept)
    return _save(request, viewer, item, form, "Change this time", button="Save changes")


def remove(request: HttpRequest, public_id: UUID, item_id: int, time_id: UUID) -> HttpResponse:
    """Ask once, then take a time out."""
    viewer = viewer_of(request)
    item = _item(viewer, public_id, item_id)
    gone, others = _parted(item, time_id)
    form = PlanForm(request.POST or None, plan=item.plan)
    if form.is_valid() and form.run_action(
        actions.set_times, by=viewer, item_id=item.pk, times=others
    ):
        return redirect(_back(item))
    return render(
        request,
        "brokerage/remove.html",
        {
            **_context(item),
            "form": form,
            "heading": "Remove this time",
            "what": f"{item.title}: {spoken_times([gone])}",
            "also": [],
            "button": "Remove time",
        },
    )


def _item(viewer: Viewer, public_id: UUID, item_id: int) -> PlanItem:
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    items = plan.items.select_related("listing").prefetch_related("times", "outcomes")
    return get_object_or_404(items.exclude(kind=ItemKind.EQUIPMENT), pk=item_id)


def _parted(item: PlanItem, time_id: UUID) -> tuple[PlannedTime, tuple[PlannedTime, ...]]:
    """One time of an item, and the others."""
    times = item.planned_times
    found = next((one for one in times if one.uuid == time_id), None)
    if found is None:
        raise Http404("This time is no longer in the plan.")
    return found, tuple(one for one in times if one != found)


def _save(
    request: HttpRequest,
    viewer: Viewer,
    item: PlanItem,
    form: ItemTimesForm,
    heading: str,
    *,
    button: str,
) -> HttpResponse:
    cost = _cost(form, viewer, item)
    if form.is_to_save(cost) and form.run_action(
        actions.set_times, by=viewer, item_id=item.pk, times=form.times
    ):
        _say_where(request, item, form)
        return redirect(_back(item))
    saved = [(f"Time {n}", spoken_times([one])) for n, one in enumerate(item.planned_times, 1)]
    return render(
        request,
        "brokerage/times.html",
        {
            **_context(item),
            "form": form,
            "heading": heading,
            "button": button,
            "cost": cost,
            "saved_now": saved if form.is_stale else [],
        },
    )


def _cost(form: ItemTimesForm, viewer: Viewer, item: PlanItem) -> ItemCost:
    """What the plan costs with the times that were entered; as long as none are, as it is."""
    line = None if form.is_bound else item.cost_line
    if form.is_valid():
        line = form.cost_line()
    return cost_with(item.plan, viewer.today, line, item)


def _say_where(request: HttpRequest, item: PlanItem, form: ItemTimesForm) -> None:
    """Where some of what was typed went to a line beside the item, that it did."""
    own = set(item.times.values_list("public_id", flat=True))
    if {one.uuid for one in form.times} - own:
        messages.success(
            request,
            f"{item.title} has another price at the weekend. Times at another price than this"
            " support’s are support of their own in the plan.",
        )


def _context(item: PlanItem) -> dict[str, object]:
    return {
        "plan": item.plan,
        "person": item.plan.person,
        "outcomes": item.outcomes.all(),
        "item": item,
        "back_url": _back(item),
        "back_label": f"Back to {item.title}",
    }


def _back(item: PlanItem) -> str:
    return f"{reverse('brokerage:change_item', args=[item.plan.public_id, item.pk])}#times"
