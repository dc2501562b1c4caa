"""A supplier discards an application that was not sent, or calls back one that was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.withdrawing import (
    call_back_application,
    discard_application,
)
from marketplace.accreditation.models import Application
from marketplace.accreditation.rules import ApplicationState
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import one_text
from marketplace.suppliers.views.binding import form_data


def call_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an application back before the council has begun to read it."""
    found = _own(request, public_id)
    try:
        call_back_application(by=viewer_of(request), application_id=found.pk)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(
            request, "You called the application back. Change the application, then send it again."
        )
    return redirect("accreditation:application", public_id)


def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then delete an application that was not sent."""
    found, viewer = _own(request, public_id), viewer_of(request)
    if found.state != ApplicationState.DRAFT:
        return redirect("accreditation:application", public_id)
    form = GovForm(form_data(request))
    if form.is_valid() and run(form, discard_application, by=viewer, application_id=found.pk):
        messages.success(request, "The application is discarded.")
        return redirect("suppliers:mine")
    context = {"application": found, "form": form, "pieces": found.evidence.count()}
    return render(request, "accreditation/discard.html", context)


def _own(request: HttpRequest, public_id: UUID) -> Application:
    return get_object_or_404(Application.objects.run_by(viewer_of(request)), public_id=public_id)
