"""A supplier's pages: start an application, show evidence, check it, send it in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.applying import start_application, submit_application
from marketplace.accreditation.actions.evidence import remove_evidence, save_evidence
from marketplace.accreditation.forms.applying import ApplyForm
from marketplace.accreditation.forms.evidence import EvidenceForm
from marketplace.accreditation.models import Application, Criterion
from marketplace.accreditation.queries.applications import (
    can_call_back,
    decision_due,
    newer_version,
    schemes_to_apply_for,
)
from marketplace.accreditation.queries.evidence import (
    CriterionEvidence,
    criterion_asked,
    evidence_by_criterion,
)
from marketplace.accreditation.rules import ApplicationState, ApplicationTask
from marketplace.accreditation.wording.pages import checklist
from marketplace.core.dates import london_date
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import one_text
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.views.binding import form_data
from marketplace.tasks.queries import open_task


def apply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Start an application for one of one's organisations."""
    viewer = viewer_of(request)
    supplier = get_object_or_404(Supplier.objects.run_by(viewer), public_id=public_id)
    choice = schemes_to_apply_for(supplier, viewer.today)
    if not choice.schemes:
        begun = choice.open_application
        return (
            redirect("accreditation:application", begun.public_id)
            if begun
            else redirect("suppliers:mine")
        )
    form = ApplyForm(form_data(request), schemes=choice.schemes, may_copy=choice.may_copy)
    if form.is_valid():
        ran = run(
            form,
            start_application,
            by=viewer,
            supplier_id=supplier.pk,
            scheme_id=int(form.cleaned_data["scheme"]),
            copy_evidence=form.cleaned_data.get("copy_evidence", False),
        )
        if ran:
            return redirect("accreditation:application", ran.answer.public_id)
    context = {
        "supplier": supplier,
        "form": form,
        "schemes": choice.schemes,
        "asked": choice.asked,
    }
    return render(request, "accreditation/apply.html", context)


def application(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A supplier's application: a task list while it is a draft, then what became of it."""
    found, today = _own(request, public_id), viewer_of(request).today
    shown, sent = evidence_by_criterion(found), found.submitted_at
    is_draft = found.state == ApplicationState.DRAFT
    context = {
        "application": found,
        "shown": shown,
        "tasks": checklist(found, shown, today),
        "is_draft": is_draft,
        "newer": newer_version(found, today) if is_draft else None,
        "can_call_back": can_call_back(found),
        "due_date": decision_due(found.authority_id, london_date(sent)) if sent else None,
    }
    return render(request, "accreditation/application.html", context)


def evidence(request: HttpRequest, public_id: UUID, criterion_id: int, number: int) -> HttpResponse:
    """Show evidence for one criterion."""
    found = _own(request, public_id)
    if found.state != ApplicationState.DRAFT:
        return redirect("accreditation:application", public_id)
    criterion = _criterion(found, criterion_id, number)
    before = found.evidence.filter(criterion=criterion, number=number).first()
    form = EvidenceForm(
        form_data(request),
        request.FILES if request.method == "POST" else None,
        criterion=criterion,
        evidence=before,
    )
    if form.is_valid() and run(
        form,
        save_evidence,
        by=viewer_of(request),
        application_id=found.pk,
        criterion_id=criterion.pk,
        number=number,
        **form.cleaned_data,
    ):
        messages.success(request, "Saved.")
        return redirect("accreditation:application", public_id)
    context = {
        "application": found,
        "shown": CriterionEvidence(criterion, before, number),
        "form": form,
    }
    return render(request, "accreditation/evidence.html", context)


def evidence_remove(
    request: HttpRequest, public_id: UUID, criterion_id: int, number: int
) -> HttpResponse:
    """Take away what was shown for one criterion."""
    found, viewer = _own(request, public_id), viewer_of(request)
    criterion = _criterion(found, criterion_id, number)
    key = {"application_id": found.pk, "criterion_id": criterion.pk, "number": number}
    try:
        remove_evidence(by=viewer, **key)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, "Taken away.")
    return redirect("accreditation:application", public_id)


def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check answers, then send the application in."""
    found, viewer = _own(request, public_id), viewer_of(request)
    if found.state != ApplicationState.DRAFT:
        return redirect("accreditation:application", public_id)
    form = GovForm(form_data(request))
    if form.is_valid() and run(form, submit_application, by=viewer, application_id=found.pk):
        return redirect("accreditation:sent", public_id)
    context = {
        "application": found,
        "shown": evidence_by_criterion(found),
        "form": form,
        "due_date": decision_due(found.authority_id, viewer.today),
        "back_url": reverse("accreditation:application", args=[public_id]),
    }
    return render(request, "accreditation/check.html", context)


def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That an application was sent: its reference, what happens next and by when."""
    found = _own(request, public_id)
    if found.state != ApplicationState.SUBMITTED or found.submitted_at is None:
        return redirect("accreditation:application", public_id)
    task = open_task(ApplicationTask.DECIDE, found)
    day = london_date(found.submitted_at)
    due = task.due_date if task else decision_due(found.authority_id, day)
    return render(request, "accreditation/sent.html", {"application": found, "due_date": due})


def _own(request: HttpRequest, public_id: UUID) -> Application:
    own = Application.objects.run_by(viewer_of(request)).select_related("version")
    return get_object_or_404(own, public_id=public_id)


def _criterion(found: Application, criterion_id: int, number: int) -> Criterion:
    criterion = criterion_asked(found, criterion_id, number)
    if criterion is None:
        raise Http404("This application does not need that evidence.")
    return criterion
