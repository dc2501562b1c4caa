"""The settings of accreditation: what a draft asks, line by line."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.versions import (
    add_requirement,
    change_requirement,
    move_requirement,
    remove_requirement,
)
from marketplace.accreditation.forms.schemes import (
    RemoveRequirementForm,
    RequirementChangeForm,
    RequirementForm,
    RequirementPlaceForm,
    entered,
)
from marketplace.accreditation.models import Scheme, SchemeVersion
from marketplace.accreditation.queries.schemes import asked_by, kinds_of
from marketplace.accreditation.rules import AskedOf
from marketplace.accreditation.views.drafts import draft_of, last_of, may_save, without_draft
from marketplace.accreditation.views.schemes import own_scheme
from marketplace.accreditation.wording.schemes import KEPT, NOT_ASKED
from marketplace.core.form_runner import run
from marketplace.core.seen import seen_of
from marketplace.suppliers.rules import SupplierKind
from marketplace.suppliers.views.binding import form_data


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one thing more."""
    found = own_scheme(request, pk)
    if request.method != "POST" and draft_of(found) is None:
        return without_draft(request, found)
    offered = kinds_of(found)
    first = {"kinds": [kind.value for kind in offered if kind == request.GET.get("kind")]}
    form = RequirementForm(form_data(request), offered=offered, initial=first)
    if may_save(request, form, found) and run(
        form,
        add_requirement,
        by=viewer_of(request),
        scheme_id=pk,
        kinds=form.cleaned_data["kinds"],
        asked=form.requirement,
    ):
        messages.success(request, "The requirement is added to the draft.")
        return redirect("accreditation:draft", pk)
    return _add_page(request, found, form)


def _add_page(request: HttpRequest, found: Scheme, form: RequirementForm) -> HttpResponse:
    context = {"scheme": found, "form": form, "begins": draft_of(found) is None}
    return render(request, "accreditation/requirement_add.html", context)


def requirement(request: HttpRequest, pk: int, key: UUID, kind: str) -> HttpResponse:
    """Ask otherwise what a draft asks; the form beside puts it at another place."""
    found = own_scheme(request, pk)
    writing, is_sent = draft_of(found), request.method == "POST"
    if writing is None and not is_sent:
        return without_draft(request, found)
    # What was typed into a draft that is gone may still be of the version before it.
    here = _asked(writing or last_of(found), key, kind)
    if here is None:
        return _typed_again(request, found) if is_sent else _not_asked(request, found)
    form = _change_form(here, form_data(request))
    if may_save(request, form, found) and run(
        form,
        change_requirement,
        by=viewer_of(request),
        scheme_id=pk,
        key=key,
        kinds=form.cleaned_data["kinds"],
        asked=form.requirement,
        seen=form.cleaned_data["seen"],
    ):
        messages.success(request, "The draft is changed.")
        return redirect("accreditation:draft", pk)
    place = RequirementPlaceForm(initial={"place": here.place})
    return _requirement_page(request, found, here, form, place)


def move(request: HttpRequest, pk: int, key: UUID, kind: str) -> HttpResponse:
    """Put a requirement at another place."""
    found = own_scheme(request, pk)
    if (writing := draft_of(found)) is None:
        return without_draft(request, found)
    if (here := _asked(writing, key, kind)) is None:
        return _not_asked(request, found)
    place = RequirementPlaceForm(request.POST)
    if place.is_valid() and run(
        place,
        move_requirement,
        by=viewer_of(request),
        scheme_id=pk,
        key=key,
        kind=SupplierKind(kind),
        place=place.cleaned_data["place"],
    ):
        said = f"“{here.asked.requirement.question}” is at place {place.cleaned_data['place']}."
        messages.success(request, said)
        return redirect("accreditation:draft", pk)
    return _requirement_page(request, found, here, _change_form(here), place)


def remove(request: HttpRequest, pk: int, key: UUID, kind: str) -> HttpResponse:
    """Ask once, then ask one thing no more."""
    found = own_scheme(request, pk)
    if (writing := draft_of(found)) is None:
        return without_draft(request, found)
    if (here := _asked(writing, key, kind)) is None:
        return _not_asked(request, found)
    form = RemoveRequirementForm(
        form_data(request), offered=here.offered, initial={"kinds": [kind]}
    )
    if form.is_valid() and run(
        form,
        remove_requirement,
        by=viewer_of(request),
        scheme_id=pk,
        key=key,
        kinds=form.cleaned_data["kinds"],
    ):
        messages.success(request, "The draft does not ask this any more.")
        return redirect("accreditation:draft", pk)
    context = {"scheme": found, "asked": here.asked, "form": form}
    return render(request, "accreditation/requirement_remove.html", context)


@dataclass(frozen=True)
class AskedHere:
    """A requirement of one type of supplier, all types that are asked it in these words, and its place."""

    asked: AskedOf
    offered: list[SupplierKind]
    place: int


def _asked(version: SchemeVersion | None, key: UUID, kind: str) -> AskedHere | None:
    listed = asked_by(version) if version else []
    asked = next((one for one in listed if (one.key, one.kind) == (key, kind)), None)
    if asked is None:
        return None
    alike = [one for one in listed if (one.key, one.requirement) == (key, asked.requirement)]
    place = [one.key for one in listed if one.kind == kind].index(key) + 1
    return AskedHere(asked, [SupplierKind(one.kind) for one in alike], place)


def _not_asked(request: HttpRequest, found: Scheme) -> HttpResponse:
    messages.warning(request, NOT_ASKED)
    return redirect("accreditation:draft", found.pk)


def _typed_again(request: HttpRequest, found: Scheme) -> HttpResponse:
    """What was entered for a requirement that is gone, to be added again."""
    form = RequirementForm(request.POST, offered=kinds_of(found))
    if may_save(request, form, found):
        form.add_error(None, f"{NOT_ASKED} {KEPT} Add it again, or go back.")
    return _add_page(request, found, form)


def _change_form(here: AskedHere, data: QueryDict | None = None) -> RequirementChangeForm:
    asked = here.asked.requirement
    first = entered(asked, here.offered)
    return RequirementChangeForm(
        data, offered=here.offered, initial=first, seen=seen_of(asked.facts)
    )


def _requirement_page(
    request: HttpRequest,
    found: Scheme,
    here: AskedHere,
    form: RequirementForm,
    place: RequirementPlaceForm,
) -> HttpResponse:
    context = {
        "scheme": found,
        "asked": here.asked,
        "kind": SupplierKind(here.asked.kind),
        "form": form,
        "place_form": place,
        "begins": draft_of(found) is None,
    }
    return render(request, "accreditation/requirement.html", context)
