"""Finding the place that somebody typed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.vocabulary.models import Outcode, Postcode, Settlement, Term
from marketplace.vocabulary.place_words import credits_of, names_offered, note_on
from marketplace.vocabulary.postcodes import FoundPlace, PlaceList, SettlementKind, place_code
from marketplace.vocabulary.queries import find_place, look_up
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import make_authority, make_other_authority
from tests.factories.vocabulary import make_place, make_term

pytestmark = pytest.mark.django_db


def make_settlement(name: str, county: str = "Fernshire", kind: str = "village") -> Settlement:
    return Settlement.objects.create(
        reference=f"osgb{place_code(name + county)}{kind}",
        code=place_code(name),
        name=name,
        county=county,
        kind=SettlementKind(kind),
        latitude=52.2,
        longitude=-1.2,
    )


@pytest.fixture
def _lists() -> None:
    """Two postcodes, one of them ended, and their outcodes."""
    Postcode.objects.create(code="QA11AA", latitude=52.1, longitude=-1.1)
    Postcode.objects.create(code="QA11AD", latitude=52.1, longitude=-1.1, ended_on=date(1996, 6, 1))
    Outcode.objects.create(code="QA1", latitude=52.0, longitude=-1.0)
    Outcode.objects.create(code="QA2", latitude=52.0, longitude=-1.0, ended_on=date(2014, 12, 1))


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


@pytest.mark.usefixtures("_lists")
@pytest.mark.parametrize(
    ("typed", "label", "ended", "instead_of"),
    [
        ("qa1 1aa", "QA1 1AA", False, ""),
        ("3 Mill Lane, Brackenford, QA1 1AA", "QA1 1AA", False, ""),
        ("QA1 IAA", "QA1 1AA", False, ""),
        ("QA1 1AD", "QA1 1AD", True, ""),
        ("QA1", "QA1", False, ""),
        ("QA1 1", "QA1", False, ""),
        ("QA2", "QA2", True, ""),
        ("QA1 9ZZ", "QA1", False, "QA1 9ZZ"),
    ],
)
def test_shared_lists_are_found_by_every_council(
    typed: str, label: str, ended: bool, instead_of: str
) -> None:
    for council in (make_authority(), make_other_authority()):
        place = find_place(council.pk, typed)
        assert place is not None
        assert (place.label, place.ended_on is not None, place.instead_of) == (
            label,
            ended,
            instead_of,
        )
        assert place.is_listed


@pytest.mark.usefixtures("_lists")
def test_a_councils_own_place_comes_before_the_lists() -> None:
    make_place("QA1 1AA", latitude=53.0)
    make_settlement("Brackenford")
    make_place("Brackenford", latitude=53.0)
    for typed in ("QA1 1AA", "Brackenford"):
        place = find_place(make_authority().pk, typed)
        assert place is not None
        assert (place.latitude, place.is_listed) == (53.0, False)


@pytest.mark.parametrize("typed", ["Thornby, Fernshire", "thornby fernshire", "Thornby Fern"])
def test_a_shared_name_with_its_county_is_found(typed: str) -> None:
    make_settlement("Thornby")
    make_settlement("Thornby", "Mossland")
    place = find_place(make_authority().pk, typed)
    assert place is not None
    assert place.label == "Thornby, Fernshire"


def test_of_several_villages_of_one_name_none_is_taken_and_all_are_offered() -> None:
    make_settlement("Thornby")
    make_settlement("Thornby", "Mossland")
    answer = look_up(make_authority().pk, "Thornby")
    assert (answer.place, answer.is_shared) == (None, True)
    assert answer.may_be == ("Thornby, Fernshire", "Thornby, Mossland")


def test_the_one_town_of_a_name_is_meant_before_villages_of_that_name() -> None:
    make_settlement("Thornby", "Mossland")
    make_settlement("Thornby", kind="town")
    place = find_place(make_authority().pk, "Thornby")
    assert place is not None
    assert place.label == "Thornby, Fernshire"


def test_names_that_begin_so_are_offered_the_towns_first() -> None:
    make_settlement("Brackenford Green")
    make_settlement("Brackenford", kind="town")
    answer = look_up(make_authority().pk, "bracken")
    assert answer.may_be == ("Brackenford, Fernshire", "Brackenford Green, Fernshire")
    assert look_up(make_authority().pk, "bra").may_be == ()


@pytest.mark.usefixtures("_lists")
@pytest.mark.parametrize(
    "typed", ["QA1 1AA", "QA1 9ZZ", "ZZ9 9ZZ", "Thornby", "Thor", "Nowhere at all"]
)
def test_looking_up_is_at_most_five_queries(typed: str) -> None:
    for county in ("Fernshire", "Mossland", "Heathshire"):
        make_settlement("Thornby", county)
    council = make_authority().pk
    with CaptureQueriesContext(connection) as queries:
        look_up(council, typed)
    assert len(queries) <= 5


def test_words_on_a_place_say_that_it_ended_or_is_instead_of_another() -> None:
    usual = FoundPlace("qa11aa", "QA1 1AA", 52.1, -1.1)
    ended = FoundPlace("qa11ad", "QA1 1AD", 52.1, -1.1, ended_on=date(1996, 6, 1))
    instead = FoundPlace("qa1", "QA1", 52.1, -1.1, instead_of="QA1 9ZZ")
    assert note_on(usual) == ""
    assert note_on(ended) == (
        "The postcode QA1 1AD ended in June 1996 and is not used now. Check it."
        " Distances are from where it was."
    )
    assert note_on(instead) == (
        "We do not know the postcode QA1 9ZZ. Check it. Distances are from the middle of QA1."
    )


def test_the_owners_of_the_lists_are_named_as_their_licences_ask() -> None:
    credits = credits_of({PlaceList.ONSPD: 2025, PlaceList.OPEN_NAMES: 2026})
    assert credits is not None
    assert credits.sentences == (
        "Contains OS data © Crown copyright and database right 2026.",
        "Contains Royal Mail data © Royal Mail copyright and database right 2026.",
        "Contains National Statistics data © Crown copyright and database right 2026.",
        "Source: Office for National Statistics.",
    )
    assert credits.licence == "Open Government Licence v3.0"
    assert credits_of({}) is None


def test_names_are_offered_as_a_sentence_says_them() -> None:
    assert names_offered(["A"]) == "“A”"
    assert names_offered(["A", "B", "C"]) == "“A”, “B” or “C”"


def test_terms_of_a_kind_are_the_councils_own() -> None:
    own = make_term(TermKind.LANGUAGE, "Polish")
    make_term(TermKind.NEED, "Sight loss")
    make_term(TermKind.LANGUAGE, "Welsh", authority=make_other_authority())
    assert Term.objects.of(make_authority().pk, TermKind.LANGUAGE).get() == own


def test_every_kind_of_term_has_a_label() -> None:
    assert all(kind.label for kind in TermKind)
