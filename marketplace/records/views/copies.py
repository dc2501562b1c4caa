"""One's own copy, an officer's copies, and the council's legal holds."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope
from marketplace.records.actions.copying import ask_copy, ask_own_copy, open_copy
from marketplace.records.actions.holding import end_hold, open_holds, set_hold
from marketplace.records.forms import CopyForm, HoldForm
from marketplace.records.models import LegalHold
from marketplace.records.queries.copies import copies_asked, has_record
from marketplace.records.rules import HeldKind, RecordPurpose, RecordReading
from marketplace.suppliers.views.binding import form_data


def my_copy(request: HttpRequest) -> HttpResponse:
    """Ask for a copy of everything that is held about oneself, and fetch it."""
    viewer = viewer_of(request)
    if request.method == "POST":
        try:
            ask_own_copy(by=viewer)
        except DomainError as error:
            messages.error(request, one_text(error))
        return redirect("records:my_copy")
    context = {"copies": copies_asked(viewer), "has_record": has_record(viewer)}
    return render(request, "records/my_copy.html", context)


def copies(request: HttpRequest) -> HttpResponse:
    """An officer makes a copy for somebody who asked by letter, phone or in person."""
    viewer = viewer_of(request)
    form = CopyForm(form_data(request))
    if form.is_valid() and run(
        form, ask_copy, by=viewer, authority_id=viewer.council_id, **form.cleaned_data
    ):
        messages.success(request, "We are making the copy. Come back to this page to get it.")
        return redirect("records:copies")
    asked = copies_asked(viewer)
    open_people(
        by=viewer,
        people_ids=[line.copy.person_id for line in asked],
        scope=Scope.RECORD,
        kind=RecordReading.COPIES,
        purpose=RecordPurpose.COPY,
    )
    context = {"copies": asked, "form": form}
    return render(request, "records/copies.html", context)


def download(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The file of a copy, for who asked for it."""
    copy = open_copy(by=viewer_of(request), public_id=public_id)
    return FileResponse(copy.file.open("rb"), as_attachment=True, filename="record.zip")


def holds(request: HttpRequest) -> HttpResponse:
    """The council's legal holds; set one."""
    viewer = viewer_of(request)
    form = HoldForm(form_data(request))
    if form.is_valid():
        facts = {**form.cleaned_data, "subject": HeldKind(form.cleaned_data["subject"])}
        if run(form, set_hold, by=viewer, authority_id=viewer.council_id, **facts):
            messages.success(request, "The record is on hold. Nothing in it is erased.")
            return redirect("records:holds")
    found = open_holds(by=viewer, authority_id=viewer.council_id)
    return render(request, "records/holds.html", {"holds": found, "form": form})


def hold_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a hold: its page asks first."""
    viewer = viewer_of(request)
    hold = get_object_or_404(LegalHold.objects.visible_to(viewer), public_id=public_id)
    if request.method == "POST":
        try:
            end_hold(by=viewer, hold_id=hold.pk)
        except DomainError as error:
            messages.error(request, one_text(error))
        else:
            messages.success(request, "The hold has ended.")
    return redirect("records:holds")
