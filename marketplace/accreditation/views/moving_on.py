"""A supplier reads what is asked now, and chooses it for an application that was begun before."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.moving_on import move_application_on
from marketplace.accreditation.forms.applying import MoveOnForm
from marketplace.accreditation.models import Application
from marketplace.accreditation.queries.moving_on import moving_on
from marketplace.accreditation.rules import ApplicationState
from marketplace.accreditation.wording.schemes import changed_lines
from marketplace.core.form_runner import run
from marketplace.suppliers.views.binding import form_data


def move_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is new, changed and gone, and which evidence goes; then the new requirements."""
    viewer = viewer_of(request)
    own = Application.objects.run_by(viewer).select_related("version", "scheme", "supplier")
    found = get_object_or_404(own, public_id=public_id)
    moving = moving_on(found, viewer.today) if found.state == ApplicationState.DRAFT else None
    if moving is None:
        return redirect("accreditation:application", public_id)
    form = MoveOnForm(form_data(request), initial={"to": moving.version.number})
    if form.is_valid() and run(
        form, move_application_on, by=viewer, application_id=found.pk, **form.cleaned_data
    ):
        messages.success(request, "Your application has the new requirements now.")
        return redirect("accreditation:application", public_id)
    context = {
        "application": found,
        "form": form,
        "version": moving.version,
        "lines": changed_lines(moving.changes),
        "goes": [row.criterion.question for row in moving.goes],
    }
    return render(request, "accreditation/move_on.html", context)
