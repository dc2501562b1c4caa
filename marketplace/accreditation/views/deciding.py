"""An accreditor's pages: the queue, evidence beside criteria, and changing what stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.deciding import (
    accept_application,
    judge_evidence,
    refuse_application,
)
from marketplace.accreditation.actions.standing import (
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from marketplace.accreditation.forms.deciding import DecisionForm, ReasonForm
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.permissions import can_judge
from marketplace.accreditation.queries.evidence import given_for
from marketplace.accreditation.queries.queue import ending_soon, suspended, waiting_for
from marketplace.accreditation.rules import ApplicationState
from marketplace.accreditation.wording import decision_facts, judgements, tally
from marketplace.core.errors import DomainError
from marketplace.core.wording import sentences_of
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.views.binding import form_data

PAGE = 25


def queue(request: HttpRequest) -> HttpResponse:
    """Applications oldest first, what ends soon, and what is suspended."""
    viewer = viewer_of(request)
    waiting = waiting_for(viewer)
    context = {
        "page": Paginator(waiting, PAGE).get_page(request.GET.get("page")),
        "overdue": sum(one.overdue for one in waiting),
        "oldest": waiting[0] if waiting else None,
        "ending": ending_soon(viewer),
        "suspended": suspended(viewer),
        "today": viewer_of(request).today,
    }
    return render(request, "accreditation/queue.html", context)


def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Evidence beside each criterion; accept or refuse each, then the whole."""
    viewer = viewer_of(request)
    found = get_object_or_404(
        Application.objects.for_accreditor(viewer).select_related(
            "supplier", "scheme", "submitted_by", "decided_by"
        ),
        authority=authority_of(request),
        public_id=public_id,
    )
    shown = given_for(found)
    form = DecisionForm(form_data(request), shown=shown)
    if form.is_valid():
        try:
            return _carry_out(request, viewer, found, form)
        except DomainError as error:
            form.add_error(None, sentences_of(error))
    open_ = found.state == ApplicationState.SUBMITTED and can_judge(viewer, found)
    context = {
        "application": found,
        "facts": decision_facts(found, viewer_of(request).today),
        "judgements": judgements(form, shown, viewer_of(request).today),
        "tally": tally(shown),
        "form": form,
        "is_open": open_,
    }
    return render(request, "accreditation/decide.html", context)


def _carry_out(
    request: HttpRequest, viewer: Viewer, found: Application, form: DecisionForm
) -> HttpResponse:
    """Keeps the verdicts, whatever comes of the decision; then decides, if that was pressed."""
    reason = form.cleaned_data["decision_reason"]
    judge_evidence(by=viewer_of(request), application_id=found.pk, verdicts=form.verdicts)
    name = found.supplier.name
    match request.POST.get("do"):
        case "accept":
            accept_application(by=viewer_of(request), application_id=found.pk, reason=reason)
            messages.success(
                request, f"{name} is accredited. Its listings can be seen from now on."
            )
        case "refuse":
            refuse_application(by=viewer_of(request), application_id=found.pk, reason=reason)
            messages.success(request, f"The application of {name} is refused. They can read why.")
        case _:
            messages.success(request, f"What you marked for {name} is saved.")
    return redirect("accreditation:queue")


@dataclass(frozen=True)
class Move:
    """One change of what stands, with its words."""

    action: Callable[..., Accreditation]
    heading: str
    meaning: str
    button: str
    kind: str
    done: str


MOVES = {
    "suspend": Move(
        suspend_accreditation,
        "Suspend",
        "Every listing of this supplier that needs this accreditation disappears from searches and "
        "pages at once. Plans that use it are not changed.",
        "Suspend at once",
        "stop",
        "Suspended. Nothing of theirs can be seen under this scheme.",
    ),
    "lift": Move(
        lift_suspension,
        "Lift the suspension of",
        "Its published listings can be seen again at once, until the accreditation ends.",
        "Lift the suspension",
        "",
        "The suspension is lifted.",
    ),
    "withdraw": Move(
        withdraw_accreditation,
        "Withdraw the accreditation of",
        "This is for good: only a new application, accepted again, brings it back.",
        "Withdraw for good",
        "stop",
        "The accreditation is withdrawn.",
    ),
}


def change_standing(request: HttpRequest, public_id: UUID, scheme: str, move: str) -> HttpResponse:
    """Suspend, lift or withdraw, with a reason."""
    if move not in MOVES:
        raise Http404("There is no such change.")
    suppliers = Supplier.objects.visible_to(viewer_of(request)).filter(
        authority=authority_of(request), public_id=public_id
    )
    standing = get_object_or_404(
        Accreditation.objects.visible_to(viewer_of(request)).select_related("supplier", "scheme"),
        supplier__in=suppliers,
        scheme__code=scheme,
    )
    form = ReasonForm(form_data(request))
    if form.is_valid():
        try:
            MOVES[move].action(
                by=viewer_of(request), accreditation_id=standing.pk, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, sentences_of(error))
        else:
            messages.success(request, MOVES[move].done)
            return redirect("suppliers:detail", public_id)
    context: dict[str, Any] = {"standing": standing, "move": MOVES[move], "form": form}
    return render(request, "accreditation/change_standing.html", context)
