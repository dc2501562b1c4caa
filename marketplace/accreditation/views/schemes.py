"""The settings of accreditation: schemes, and each described, retired and offered again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.accreditation.actions.schemes import (
    add_scheme,
    change_scheme,
    restore_scheme,
    retire_scheme,
)
from marketplace.accreditation.forms.schemes import SchemeChangeForm, SchemeForm
from marketplace.accreditation.models import Scheme
from marketplace.accreditation.queries.schemes import (
    facts_of,
    kinds_of,
    schemes_of,
    steps_of,
    use_of,
    versions_of,
)
from marketplace.accreditation.wording.schemes import (
    held_words,
    kinds_words,
    published_words,
    retiring_words,
    step_words,
    version_state,
)
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.seen import seen_of
from marketplace.core.wording import one_text
from marketplace.suppliers.views.binding import form_data


def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme of the council, and a form for one more."""
    viewer = viewer_of(request)
    form = SchemeForm(form_data(request))
    if form.is_valid() and (
        done := run(
            form, add_scheme, by=viewer, authority=authority_of(request), **form.cleaned_data
        )
    ):
        messages.success(
            request, "The scheme is added as a draft. Add its requirements, then publish."
        )
        return redirect("accreditation:draft", done.answer.pk)
    lines = [(line, kinds_words(line.kinds)) for line in schemes_of(viewer)]
    return render(request, "accreditation/schemes.html", {"form": form, "lines": lines})


def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """One scheme: what it is, its versions, and what was done to it by whom."""
    found, today = own_scheme(request, pk), viewer_of(request).today
    lines = versions_of(found)
    context = {
        "scheme": found,
        "kinds": kinds_words(kinds_of(found)),
        "versions": [
            {
                "version": line.version,
                "state": version_state(line, today),
                "held": held_words(line.held, today),
                "published": published_words(line.version),
                "applications": line.applications,
            }
            for line in lines
        ],
        "draft": next((line.version for line in lines if line.held is None), None),
        "steps": [(step, step_words(step)) for step in steps_of(found)],
    }
    return render(request, "accreditation/scheme.html", context)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What a scheme is called, what it is, for whom, and for how long it is granted."""
    found = own_scheme(request, pk)
    before = facts_of(found)
    form = SchemeChangeForm(form_data(request), initial=before, seen=seen_of(before))
    if form.is_valid() and run(
        form, change_scheme, by=viewer_of(request), scheme_id=pk, **form.cleaned_data
    ):
        messages.success(request, "The scheme is changed.")
        return redirect("accreditation:scheme", pk)
    return render(request, "accreditation/scheme_change.html", {"form": form, "scheme": found})


def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """See what becomes of applications and accreditations; then take no new ones."""
    found, viewer = own_scheme(request, pk), viewer_of(request)
    form = GovForm(form_data(request))
    if form.is_valid() and run(form, retire_scheme, by=viewer, scheme_id=pk):
        messages.success(request, f"{found.name} is retired. It takes no new applications.")
        return redirect("accreditation:scheme", pk)
    said = retiring_words(use_of(found, viewer.today))
    context = {"form": form, "scheme": found, "said": said}
    return render(request, "accreditation/scheme_retire.html", context)


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take applications under a retired scheme again."""
    found = own_scheme(request, pk)
    try:
        restore_scheme(by=viewer_of(request), scheme_id=pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, f"{found.name} takes applications again.")
    return redirect("accreditation:scheme", pk)


def own_scheme(request: HttpRequest, pk: int) -> Scheme:
    """A scheme of the viewer's council; 404 for any other."""
    return get_object_or_404(Scheme.objects.visible_to(viewer_of(request)), pk=pk)
