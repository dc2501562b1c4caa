"""A supplier's pages: start an application, show evidence, check it, send it in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.applying import OPEN, start_application, submit_application
from marketplace.accreditation.actions.evidence import remove_evidence, save_evidence
from marketplace.accreditation.forms.applying import ApplyForm
from marketplace.accreditation.forms.evidence import EvidenceForm
from marketplace.accreditation.models import Application, Criterion, Scheme
from marketplace.accreditation.queries.evidence import given_for
from marketplace.accreditation.rules import ApplicationState
from marketplace.accreditation.rules.checks import decide_by
from marketplace.accreditation.wording import checklist
from marketplace.core.dates import london_date
from marketplace.core.errors import DomainError
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import one_text, sentences_of
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.views.binding import form_data


def apply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Start an application for one of one's organisations."""
    supplier = get_object_or_404(Supplier.objects.run_by(viewer_of(request)), public_id=public_id)
    begun = supplier.applications.filter(state__in=OPEN)
    schemes = list(
        Scheme.objects.filter(authority=supplier.authority, kinds__kind=supplier.kind)
        .exclude(applications__in=begun)
        .prefetch_related("criteria")
    )
    if not schemes:
        latest = begun.order_by("-started_at").first()
        return (
            redirect("accreditation:application", latest.public_id)
            if latest
            else redirect("suppliers:mine")
        )
    may_copy = supplier.applications.exclude(decided_at=None).filter(scheme__in=schemes).exists()
    form = ApplyForm(form_data(request), schemes=schemes, may_copy=may_copy)
    if form.is_valid():
        try:
            application = start_application(
                by=viewer_of(request),
                supplier_id=supplier.pk,
                scheme_id=int(form.cleaned_data["scheme"]),
                copy_evidence=form.cleaned_data.get("copy_evidence", False),
            )
        except DomainError as error:
            form.add_error(None, sentences_of(error))
        else:
            return redirect("accreditation:application", application.public_id)
    asked = [c for s in schemes for c in s.criteria.all() if c.kind == supplier.kind]
    context = {"supplier": supplier, "form": form, "schemes": schemes, "asked": asked}
    return render(request, "accreditation/apply.html", context)


def application(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A supplier's application: a task list while it is a draft, then what became of it."""
    found = _own(request, public_id)
    shown = given_for(found)
    context = {
        "application": found,
        "shown": shown,
        "tasks": checklist(found, shown, viewer_of(request).today),
        "is_draft": found.state == ApplicationState.DRAFT,
        "due_date": decide_by(london_date(found.submitted_at)) if found.submitted_at else None,
    }
    return render(request, "accreditation/application.html", context)


def evidence(request: HttpRequest, public_id: UUID, criterion_id: int) -> HttpResponse:
    """Show evidence for one criterion."""
    found = _own(request, public_id)
    if found.state != ApplicationState.DRAFT:
        return redirect("accreditation:application", public_id)
    criterion = _criterion(found, criterion_id)
    kept = found.evidence.filter(criterion=criterion).first()
    form = EvidenceForm(
        form_data(request),
        request.FILES if request.method == "POST" else None,
        criterion=criterion,
        evidence=kept,
        today=viewer_of(request).today,
    )
    if form.is_valid():
        try:
            save_evidence(
                by=viewer_of(request),
                application_id=found.pk,
                criterion_id=criterion.pk,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, sentences_of(error))
        else:
            messages.success(request, "Saved.")
            return redirect("accreditation:application", public_id)
    context = {"application": found, "criterion": criterion, "evidence": kept, "form": form}
    return render(request, "accreditation/evidence.html", context)


def evidence_remove(request: HttpRequest, public_id: UUID, criterion_id: int) -> HttpResponse:
    """Take away what was shown for one criterion."""
    found = _own(request, public_id)
    criterion = _criterion(found, criterion_id)
    try:
        remove_evidence(by=viewer_of(request), application_id=found.pk, criterion_id=criterion.pk)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, "Taken away.")
    return redirect("accreditation:application", public_id)


def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check answers, then send the application in."""
    found = _own(request, public_id)
    if found.state != ApplicationState.DRAFT:
        return redirect("accreditation:application", public_id)
    form = GovForm(form_data(request))
    if form.is_valid():
        try:
            submit_application(by=viewer_of(request), application_id=found.pk)
        except DomainError as error:
            form.add_error(None, sentences_of(error))
        else:
            messages.success(request, "Your application is sent in.")
            return redirect("accreditation:application", public_id)
    context = {
        "application": found,
        "shown": given_for(found),
        "form": form,
        "due_date": decide_by(viewer_of(request).today),
        "back_url": reverse("accreditation:application", args=[public_id]),
    }
    return render(request, "accreditation/check.html", context)


def _own(request: HttpRequest, public_id: UUID) -> Application:
    own = Supplier.objects.run_by(viewer_of(request))
    return get_object_or_404(
        Application.objects.visible_to(viewer_of(request)).filter(supplier__in=own),
        public_id=public_id,
    )


def _criterion(found: Application, criterion_id: int) -> Criterion:
    return get_object_or_404(
        Criterion, pk=criterion_id, scheme_id=found.scheme_id, kind=found.supplier.kind
    )
