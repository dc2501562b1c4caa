"""The outcomes that a council's plans are for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.form_runner import run
from marketplace.vocabulary import actions
from marketplace.vocabulary.forms import EndFrameworkForm, FrameworkForm, OutcomeTermForm
from marketplace.vocabulary.models import OutcomeFramework
from marketplace.vocabulary.queries import statutory_terms
from marketplace.vocabulary.rules import OutcomesFor


def frameworks(request: HttpRequest) -> HttpResponse:
    """Every framework of the council, and a form for one more."""
    viewer = viewer_of(request)
    form = FrameworkForm(request.POST or None)
    if form.is_valid() and (
        done := run(
            form,
            actions.add_framework,
            by=viewer,
            authority=authority_of(request),
            **form.cleaned_data,
        )
    ):
        messages.success(request, "The framework is added. Add its outcomes now.")
        return redirect("vocabulary:framework", done.answer.pk)
    rows = OutcomeFramework.objects.visible_to(viewer).prefetch_related("terms")
    return render(request, "vocabulary/frameworks.html", {"form": form, "frameworks": rows})


def framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """The outcomes of a framework, and a form for one more where it is the council's own."""
    found = _load(request, framework_id)
    of_law = statutory_terms(found.authority_id, OutcomesFor(found.for_whom))
    form = OutcomeTermForm(request.POST or None, statutory=of_law)
    if form.is_valid() and run(
        form,
        actions.add_outcome_term,
        by=viewer_of(request),
        framework=found,
        **form.cleaned_data,
    ):
        messages.success(request, f"{form.cleaned_data['label']} is added.")
        return redirect("vocabulary:framework", found.pk)
    return render(
        request,
        "vocabulary/framework.html",
        {
            "form": form,
            "framework": found,
            "terms": found.terms.prefetch_related("part_of"),
        },
    )


def end_framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """From which day brokers cannot choose from a framework."""
    found = _load(request, framework_id)
    form = EndFrameworkForm(request.POST or None)
    if form.is_valid() and run(
        form, actions.end_framework, by=viewer_of(request), framework=found, **form.cleaned_data
    ):
        messages.success(request, f"{found.name} ends.")
        return redirect("vocabulary:frameworks")
    return render(request, "vocabulary/end_framework.html", {"form": form, "framework": found})


def _load(request: HttpRequest, framework_id: int) -> OutcomeFramework:
    return get_object_or_404(
        OutcomeFramework.objects.visible_to(viewer_of(request)), pk=framework_id
    )
