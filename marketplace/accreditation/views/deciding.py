"""An accreditor's pages: the queue, evidence beside criteria, and changing an accreditation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.accrediting import (
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from marketplace.accreditation.actions.deciding import (
    accept_application,
    judge_evidence,
    refuse_application,
)
from marketplace.accreditation.forms.deciding import AccreditationReasonForm, VerdictsForm
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.permissions import can_judge
from marketplace.accreditation.queries.applications import decision_due
from marketplace.accreditation.queries.evidence import CriterionEvidence, evidence_by_criterion
from marketplace.accreditation.queries.queue import ending_soon, suspended, waiting_for
from marketplace.accreditation.rules import AccreditationState, ApplicationState
from marketplace.accreditation.wording.pages import CHANGES, EVIDENCE_TONES, decision_facts, tally
from marketplace.core.dates import london_date
from marketplace.core.form_runner import run
from marketplace.suppliers.views.binding import form_data

#: Applications on one page of the queue: judgement, about a day's reading.
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
        "today": viewer.today,
    }
    return render(request, "accreditation/queue.html", context)


def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Evidence beside each criterion; accept or refuse each, then the whole."""
    viewer = viewer_of(request)
    mine = Application.objects.for_accreditor(viewer)
    found = get_object_or_404(
        mine.select_related("supplier", "scheme", "version", "submitted_by", "decided_by"),
        public_id=public_id,
    )
    shown = evidence_by_criterion(found)
    form = VerdictsForm(form_data(request), shown=shown)
    if form.is_valid() and (done := _carry_out(request.POST.get("do"), viewer, found, form)):
        messages.success(request, done)
        return redirect("accreditation:queue")
    sent = found.submitted_at
    due = decision_due(found.authority_id, london_date(sent)) if sent else None
    context = {
        "application": found,
        "facts": decision_facts(found, due, viewer.today),
        "judgements": judgements(form, shown, viewer.today),
        "tally": tally(shown),
        "form": form,
        "is_open": found.state == ApplicationState.SUBMITTED and can_judge(viewer, found),
    }
    return render(request, "accreditation/decide.html", context)


def _carry_out(pressed: str | None, viewer: Viewer, found: Application, form: VerdictsForm) -> str:
    """Keep the verdicts, whatever comes of the decision; then decide, if that was pressed.

    Answers what was done, in words; empty when it was refused, and the form says why.
    """
    key: dict[str, Any] = {"by": viewer, "application_id": found.pk}
    reason, name = form.cleaned_data["decision_reason"], found.supplier.name
    if not run(form, judge_evidence, verdicts=form.verdicts, **key):
        return ""
    if pressed == "accept":
        accepted = run(form, accept_application, reason=reason, **key)
        return (
            f"{name} is accredited. Its published listings show in search now." if accepted else ""
        )
    if pressed == "refuse":
        refused = run(form, refuse_application, reason=reason, **key)
        return (
            f"The application of {name} is refused. The supplier can read your reason."
            if refused
            else ""
        )
    return f"Your decisions on the evidence of {name} are saved."


@dataclass(frozen=True)
class Judgement:
    """One criterion of the decision page, with the fields of its verdict when there is evidence."""

    title: str
    shown: CriterionEvidence
    in_date: bool
    verdict: Any
    reason: Any
    state_label: str
    state_tone: str


def judgements(
    form: VerdictsForm, shown: Sequence[CriterionEvidence], today: date
) -> list[Judgement]:
    """Each criterion, numbered, with its evidence and the fields beside it."""
    return [_judgement(number, form, one, today) for number, one in enumerate(shown, start=1)]


def _judgement(number: int, form: VerdictsForm, one: CriterionEvidence, today: date) -> Judgement:
    verdict, reason = form.fields_of(one.evidence) if one.evidence else (None, None)
    facts = one.facts
    return Judgement(
        title=f"{number}. {one.title}",
        shown=one,
        in_date=bool(facts.dates and facts.dates.in_date(today)),
        verdict=verdict,
        reason=reason,
        state_label=facts.state.label,
        state_tone=EVIDENCE_TONES[facts.state],
    )


ACTIONS = {
    AccreditationState.SUSPENDED: suspend_accreditation,
    AccreditationState.VALID: lift_suspension,
    AccreditationState.WITHDRAWN: withdraw_accreditation,
}


def change_accreditation(
    request: HttpRequest, public_id: UUID, scheme: str, move: str
) -> HttpResponse:
    """Suspend, lift or withdraw, with a reason."""
    viewer = viewer_of(request)
    to = next((state for state, words in CHANGES.items() if words.slug == move), None)
    if to is None:
        raise Http404("Page not found.")
    accreditation = get_object_or_404(
        Accreditation.objects.visible_to(viewer).select_related("supplier", "scheme"),
        supplier__public_id=public_id,
        scheme__code=scheme,
    )
    form = AccreditationReasonForm(form_data(request))
    if form.is_valid() and run(
        form, ACTIONS[to], by=viewer, accreditation_id=accreditation.pk, **form.cleaned_data
    ):
        messages.success(request, CHANGES[to].done)
        return redirect("suppliers:detail", public_id)
    context = {"accreditation": accreditation, "move": CHANGES[to], "form": form}
    return render(request, "accreditation/change_accreditation.html", context)
