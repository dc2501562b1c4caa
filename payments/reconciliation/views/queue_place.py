"""Going through the queue: the filter is carried in the address, and leads to what comes next."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from payments.cards.models import ReceivedLine
from payments.reconciliation.forms import QueueFilterForm
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.queue import QueuePlace, exceptions_waiting, filtered, place_in

#: What says that somebody came from the queue, and what they have just done.
FROM_QUEUE, DONE = "queue", "done"


def query_of(request: HttpRequest) -> str:
    """The filter of the queue that somebody goes through, as it is carried on; empty outside it."""
    if FROM_QUEUE not in request.GET:
        return ""
    kept = request.GET.copy()
    kept.pop(DONE, None)
    return kept.urlencode()


def with_query(request: HttpRequest, name: str, public_id: UUID) -> str:
    """An address that carries the filter of the queue on, where somebody goes through it."""
    address, query = reverse(name, args=[public_id]), query_of(request)
    return f"{address}?{query}" if query else address


def place_of(request: HttpRequest, exception: MoneyException | None) -> QueuePlace | None:
    """Where something is in the queue that somebody goes through."""
    if exception is None or FROM_QUEUE not in request.GET:
        return None
    viewer = viewer_of(request)
    wanted = QueueFilterForm(request.GET).wanted()
    return place_in(filtered(exceptions_waiting(viewer), wanted, viewer), exception.pk)


def go_on(
    request: HttpRequest, place: QueuePlace | None, here: str, done: UUID
) -> HttpResponseRedirect:
    """After something was decided: to what comes next in the queue, else to where it was."""
    query = query_of(request)
    if place is None:
        return redirect(f"{here}?{query}" if query else here)
    kept = QueryDict(query, mutable=True)
    kept[DONE] = str(done)
    queue = reverse("reconciliation:queue")
    to = reverse("reconciliation:line", args=[place.after]) if place.after else queue
    return redirect(f"{to}?{kept.urlencode()}")


def done_in(request: HttpRequest) -> str:
    """The address of what was decided just before, to look at it again and go on from there; empty
    where nothing was."""
    text = request.GET.get(DONE, "")
    try:
        public_id = UUID(text)
    except ValueError:
        return ""
    viewer = viewer_of(request)
    line = ReceivedLine.objects.visible_to(viewer).filter(public_id=public_id)
    if line.exists():
        return with_query(request, "reconciliation:payment", public_id)
    rows = MoneyException.objects.visible_to(viewer).filter(public_id=public_id)
    return with_query(request, "reconciliation:line", public_id) if rows.exists() else ""
