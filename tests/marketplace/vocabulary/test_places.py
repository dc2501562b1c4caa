"""Finding the place that somebody typed."""

import pytest

from marketplace.vocabulary.models import Term
from marketplace.vocabulary.queries import find_place
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import make_authority, make_other_authority
from tests.factories.vocabulary import make_place, make_term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Brackenford", "Brackenford"),
        ("  BRACKENFORD ", "Brackenford"),
        ("fs1 1aa", "FS1 1AA"),
        ("FS1 9ZZ", "FS1"),
        ("Nowhere", None),
        ("  ", None),
    ],
)
def test_a_town_a_postcode_or_its_outcode_is_found(typed: str, found: str | None) -> None:
    council = make_authority()
    for label in ("Brackenford", "FS1", "FS1 1AA"):
        make_place(label)
    place = find_place(council.pk, typed)
    assert (place.label if place else None) == found


def test_another_councils_place_is_not_found() -> None:
    make_place(authority=make_other_authority())
    assert find_place(make_authority().pk, "Brackenford") is None


def test_terms_of_a_kind_are_the_councils_own() -> None:
    own = make_term(TermKind.LANGUAGE, "Polish")
    make_term(TermKind.NEED, "Sight loss")
    make_term(TermKind.LANGUAGE, "Welsh", authority=make_other_authority())
    assert Term.objects.of(make_authority().pk, TermKind.LANGUAGE).get() == own


def test_every_kind_of_term_has_a_label() -> None:
    assert all(kind.label for kind in TermKind)
