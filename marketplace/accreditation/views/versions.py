"""The settings of accreditation: what the versions of a scheme ask, the draft of the next, its publication."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.versions import (
    discard_version,
    publish_version,
    start_version,
)
from marketplace.accreditation.forms.schemes import PublishVersionForm
from marketplace.accreditation.queries.schemes import (
    asked_by,
    asked_facts,
    kinds_of,
    use_of,
    versions_of,
)
from marketplace.accreditation.rules import AskedOf, compared
from marketplace.accreditation.views.drafts import draft_of, last_of, without_draft
from marketplace.accreditation.views.schemes import own_scheme
from marketplace.accreditation.wording.schemes import (
    changed_lines,
    evidence_words,
    held_words,
    kinds_words,
    published_words,
)
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.seen import seen_of
from marketplace.core.wording import one_text
from marketplace.suppliers.rules import SupplierKind
from marketplace.suppliers.views.binding import form_data


@dataclass(frozen=True)
class KindSection:
    """What a version asks of one type of supplier, with each line's evidence in words."""

    kind: SupplierKind
    lines: list[tuple[AskedOf, str]]


def sections(asked: Sequence[AskedOf], kinds: Sequence[SupplierKind]) -> list[KindSection]:
    """Each type of supplier that a version asks something of, or that the scheme is for."""
    found = {one.kind for one in asked} | set(kinds)
    return [
        KindSection(
            kind, [(one, evidence_words(one.requirement)) for one in asked if one.kind == kind]
        )
        for kind in SupplierKind
        if kind in found
    ]


def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What one version asks, and what changed since the one before."""
    found, today = own_scheme(request, pk), viewer_of(request).today
    lines = versions_of(found)
    line = next((one for one in lines if one.version.number == number), None)
    if line is None:
        raise Http404("Page not found.")
    if line.held is None:
        return redirect("accreditation:draft", pk)
    numbers = [one.version.number for one in lines if one.version.number != number]
    context = {
        "scheme": found,
        "version": line.version,
        "held": held_words(line.held, today),
        "published": published_words(line.version),
        "applications": line.applications,
        "sections": sections(asked_by(line.version), []),
        "others": sorted(numbers),
    }
    return render(request, "accreditation/version.html", context)


def compare(request: HttpRequest, pk: int, number: int, other: int) -> HttpResponse:
    """What changed between two versions, line by line."""
    found = own_scheme(request, pk)
    before, after = (
        get_object_or_404(found.versions, number=each) for each in sorted((number, other))
    )
    context = {
        "scheme": found,
        "before": before,
        "after": after,
        "lines": changed_lines(compared(asked_by(before), asked_by(after))),
    }
    return render(request, "accreditation/compare.html", context)


def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft of the next version."""
    own_scheme(request, pk)
    try:
        start_version(by=viewer_of(request), scheme_id=pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return redirect("accreditation:scheme", pk)
    messages.success(request, "A draft is begun. Nothing changes for suppliers before you publish.")
    return redirect("accreditation:draft", pk)


def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft of the next version: what it asks, and what it changes."""
    found = own_scheme(request, pk)
    if (writing := draft_of(found)) is None:
        return without_draft(request, found)
    asked, last = asked_by(writing), last_of(found)
    context = {
        "scheme": found,
        "version": writing,
        "published": published_words(writing),
        "sections": sections(asked, kinds_of(found)),
        "last": last,
        "lines": changed_lines(compared(asked_by(last), asked)) if last else [],
    }
    return render(request, "accreditation/draft.html", context)


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """See what changes for whom; then publish the draft from a day."""
    found, viewer = own_scheme(request, pk), viewer_of(request)
    if (writing := draft_of(found)) is None:
        return without_draft(request, found)
    asked, last = asked_by(writing), last_of(found)
    form = PublishVersionForm(
        form_data(request), initial={"from_date": viewer.today}, seen=seen_of(asked_facts(asked))
    )
    if form.is_valid() and run(form, publish_version, by=viewer, scheme_id=pk, **form.cleaned_data):
        messages.success(request, f"Version {writing.number} of {found.name} is published.")
        return redirect("accreditation:scheme", pk)
    use = use_of(found, viewer.today)
    context = {
        "scheme": found,
        "version": writing,
        "form": form,
        "last": last,
        "lines": changed_lines(compared(asked_by(last) if last else [], asked)),
        "kinds": kinds_words(kinds_of(found)),
        "begun": use.drafts + use.waiting,
        "valid": use.valid,
    }
    return render(request, "accreditation/publish.html", context)


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then delete the draft."""
    found = own_scheme(request, pk)
    if (writing := draft_of(found)) is None:
        return without_draft(request, found)
    form = GovForm(form_data(request))
    if form.is_valid() and run(form, discard_version, by=viewer_of(request), scheme_id=pk):
        messages.success(request, "The draft is discarded.")
        return redirect("accreditation:scheme", pk)
    context = {"scheme": found, "version": writing, "form": form}
    return render(request, "accreditation/discard_version.html", context)
