"""The council's own names for places: seen, added to, removed from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.form_runner import run
from marketplace.vocabulary import actions
from marketplace.vocabulary.forms import OwnPlaceForm
from marketplace.vocabulary.models import Place
from marketplace.vocabulary.place_words import hides_words
from marketplace.vocabulary.queries import hidden_by, lists_read


def places(request: HttpRequest) -> HttpResponse:
    """Every place of the council's own; add one."""
    viewer, form = viewer_of(request), OwnPlaceForm(request.POST or None)
    if form.is_valid() and (
        ran := run(
            form, actions.add_place, by=viewer, authority=authority_of(request), **form.cleaned_data
        )
    ):
        place = ran.answer
        listed = hidden_by([place]).get(place.pk)
        said = hides_words(place.label, listed) if listed else ""
        tell = messages.warning if listed else messages.success
        tell(request, f"People can search near {place.label} now. {said}".rstrip())
        return redirect("vocabulary:places")
    own = list(Place.objects.visible_to(viewer))
    hidden = hidden_by(own)
    lines = [(place, hidden.get(place.pk, ())) for place in own]
    context = {"form": form, "places": lines, "hides": bool(hidden), "lists": lists_read()}
    return render(request, "vocabulary/places.html", context)


def remove_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of them."""
    viewer = viewer_of(request)
    place = get_object_or_404(Place.objects.visible_to(viewer), pk=pk)
    actions.remove_place(by=viewer, place=place)
    messages.success(request, f"{place.label} is removed.")
    return redirect("vocabulary:places")
