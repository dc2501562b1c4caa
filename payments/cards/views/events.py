"""The inbox of the card processor's messages: what waits for a person, and trying one again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import DomainError
from payments.cards.actions import retry_event
from payments.cards.models import WebhookEvent
from payments.cards.queries import events_seen
from payments.cards.rules import EVENT_STATE_LABELS, EventState

PAGE = 50
TABS = (EventState.PARKED, EventState.RECEIVED, EventState.PROCESSED, EventState.IGNORED)


def inbox(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    asked = request.GET.get("state", "")
    state = EventState(asked) if asked in set(EventState) else EventState.PARKED
    tabs = [
        {
            "label": EVENT_STATE_LABELS[one],
            "url": f"?state={one}",
            "current": one == state,
            "count": events_seen(viewer, one).count(),
        }
        for one in TABS
    ]
    page = Paginator(events_seen(viewer, state), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "state": state, "label": EVENT_STATE_LABELS[state]}
    return render(request, "cards/events.html", context)


def retry(request: HttpRequest, event_id: int) -> HttpResponse:
    events = WebhookEvent.objects.visible_to(viewer_of(request))
    event = get_object_or_404(events, authority=authority_of(request), pk=event_id)
    try:
        retry_event(by=viewer_of(request), event_id=event.pk)
    except DomainError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The message will be tried again within a minute.")
    return redirect("cards:events")
