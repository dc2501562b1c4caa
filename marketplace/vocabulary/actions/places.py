"""A council's own names for places: an estate, a market, a spelling of here."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.vocabulary.actions.terms import add_terms
from marketplace.vocabulary.errors import VocabularyError
from marketplace.vocabulary.models import Place, Term
from marketplace.vocabulary.postcodes import place_code
from marketplace.vocabulary.queries import find_place
from marketplace.vocabulary.rules import (
    MAY_SET_VOCABULARY,
    TermKind,
    own_place_problems,
    tidy_label,
)


@transaction.atomic
def add_place(
    *, by: Viewer, authority: Authority, label: str, where: str, is_area: bool = False
) -> Place:
    """Let people search near a name of the council's own, which lies where a known place does.

    With `is_area` suppliers can also choose it among the areas that they cover. Raises VocabularyError.
    """
    check(by, MAY_SET_VOCABULARY, authority.pk)
    Authority.objects.select_for_update().get(pk=authority.pk)
    label, found = tidy_label(label), find_place(authority.pk, where)
    held = {place.code: place.label for place in Place.objects.filter(authority=authority)}
    problems = own_place_problems(label, place_code(label), held, where, is_known=found is not None)
    if found is None or problems:
        raise VocabularyError(*problems)
    place = Place.objects.create(
        authority=authority,
        code=place_code(label),
        label=label,
        latitude=found.latitude,
        longitude=found.longitude,
    )
    areas = Term.objects.filter(authority=authority, kind=TermKind.AREA, retired_at=None)
    if is_area and not areas.filter(label__iexact=label).exists():
        add_terms(by=by, authority=authority, kind=TermKind.AREA, labels=[label])
    record(event="place_added", by=by, subject=place)
    return place


@transaction.atomic
def remove_place(*, by: Viewer, place: Place) -> None:
    """Search near this name no more, unless the published lists have it. An area of the name stays."""
    check(by, MAY_SET_VOCABULARY, place.authority_id)
    record(event="place_removed", by=by, subject=place, code=place.code)
    place.delete()
