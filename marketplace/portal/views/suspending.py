"""Suspending the suppliers that a concern is about: joins two rooms that do not know each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.holding import (
    HELD_REASON,
    end_suspension_at_once,
    suspend_supplier_at_once,
    tell_supplier_of_suspension,
)
from marketplace.accreditation.queries.safety import safety_suspensions
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text
from marketplace.listings.models import Listing
from marketplace.listings.queries import suppliers_of_listings
from marketplace.safeguarding.actions.reading import open_concern
from marketplace.safeguarding.actions.working import note_concern
from marketplace.safeguarding.queries import ConcernPage
from marketplace.safeguarding.rules import NoteKind
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True)
class Press:
    """What a button does to a supplier, and the note that it leaves on the concern."""

    action: Callable[..., Any]
    done: str


PRESSES = {
    "suspend": Press(suspend_supplier_at_once, "Suspended. The supplier is not told yet: {name}"),
    "tell": Press(tell_supplier_of_suspension, "Told of the suspension: {name}"),
    "end": Press(end_suspension_at_once, "Suspension ended: {name}"),
}


def concern_suppliers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The suppliers that a concern is linked to; suspend one, tell it, or end its suspension."""
    viewer = viewer_of(request)
    page = open_concern(by=viewer, public_id=public_id)
    shown = safety_suspensions(viewer, _suppliers_of(page))
    if request.method == "POST":
        press = PRESSES.get(request.POST.get("do", ""))
        chosen = [one for one in shown if str(one.supplier.pk) == request.POST.get("supplier")]
        if press is None or not chosen:
            raise Http404("Page not found.")
        _carry_out(request, press, page, chosen[0].supplier)
        return redirect("portal:concern_suppliers", public_id)
    context = {"concern": page.concern, "shown": shown, "reason": HELD_REASON}
    return render(request, "portal/concern_suppliers.html", context)


def _suppliers_of(page: ConcernPage) -> set[int]:
    """Those linked, and those of linked listings."""
    by_kind = {
        kind: [one.subject_id for one in page.subjects if one.kind == kind] for kind in KINDS
    }
    return {*by_kind[SUPPLIER], *suppliers_of_listings(by_kind[LISTING])}


SUPPLIER, LISTING = Supplier._meta.label_lower, Listing._meta.label_lower
KINDS = (SUPPLIER, LISTING)


def _carry_out(request: HttpRequest, press: Press, page: ConcernPage, supplier: Supplier) -> None:
    viewer, words = viewer_of(request), press.done.format(name=supplier.name)
    try:
        with transaction.atomic():
            press.action(by=viewer, supplier_id=supplier.pk)
            kind = NoteKind.PROTECTED
            note_concern(by=viewer, concern_id=page.concern.pk, kind=kind, words=words)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, words)
