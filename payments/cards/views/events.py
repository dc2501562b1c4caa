"""The inbox of the card processor's messages: what waits for a person, and trying one again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text
from payments.cards.actions import retry_event
from payments.cards.queries import visible_events
from payments.cards.rules import EventState
from payments.cards.views.tables import event_rows

PAGE = 50


def inbox(request: HttpRequest) -> HttpResponse:
    events = visible_events(viewer_of(request))
    asked = request.GET.get("state", "")
    state = EventState(asked) if asked in set(EventState) else EventState.PARKED
    pages = {one: Paginator(events.filter(state=one), PAGE) for one in EventState}
    tabs = [
        {
            "label": one.label,
            "url": f"?state={one}",
            "current": one == state,
            "count": pages[one].count,
        }
        for one in EventState
    ]
    page = pages[state].get_page(request.GET.get("page"))
    rows = event_rows(list(page.object_list))
    context = {"page": page, "rows": rows, "tabs": tabs, "state": state, "label": state.label}
    return render(request, "cards/events.html", context)


def retry(request: HttpRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(visible_events(viewer_of(request)), pk=event_id)
    try:
        retry_event(by=viewer_of(request), event_id=event.pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, "Handrail tries the message again within 1 minute.")
    return redirect("cards:events")
