"""A council's own places: people search near them, and suppliers may choose them as areas."""

from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from marketplace.accounts.rules import Role
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.core.wording import sentence_of
from marketplace.vocabulary import actions
from marketplace.vocabulary.errors import VocabularyError
from marketplace.vocabulary.models import Outcode, Place, Postcode, Settlement, Term
from marketplace.vocabulary.postcodes import SettlementKind
from marketplace.vocabulary.queries import find_place, hidden_by
from marketplace.vocabulary.rules import MOST_TERMS, TermKind
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user

pytestmark = pytest.mark.django_db
SAID = {
    "place_name_missing": "Enter the name of the place",
    "place_name_too_long": "Name of the place: enter 80 letters or fewer.",
    "place_name_taken": (
        "Name of the place: “Fenwick estate” is in the list already. Enter another name."
    ),
    "places_too_many": "You have 80 places. Remove some first.",
    "place_where_unknown": (
        "Where it is: we do not know “Nowhere”. Enter a postcode, a town or a village."
    ),
}


@pytest.fixture(autouse=True)
def _postcode() -> None:
    Postcode.objects.create(code="QA11AA", latitude=52.1, longitude=-1.1)


def add(at: datetime, label: str = "Fenwick estate", where: str = "qa1 1aa") -> Place:
    by = as_viewer(make_user(Role.COMMISSIONER), at)
    return actions.add_place(
        by=by, authority=make_authority(), label=label, where=where, is_area=True
    )


@pytest.mark.parametrize("code", SAID)
def test_sentence_of_each_refusal(code: str) -> None:
    assert (
        sentence_of(problem(code, label="Fenwick estate", where="Nowhere", most=80)) == SAID[code]
    )


def test_place_when_added_is_found_here_alone_and_is_an_area(at: datetime) -> None:
    place = add(at)
    found = find_place(make_authority().pk, "fenwick ESTATE")
    assert found is not None
    assert (found.latitude, found.longitude) == (52.1, -1.1)
    assert find_place(make_other_authority().pk, "Fenwick estate") is None
    assert Term.objects.get(kind=TermKind.AREA).label == "Fenwick estate"
    assert AuditEvent.objects.get(event="place_added").subject_id == place.pk


@pytest.mark.parametrize(
    ("label", "where", "code"),
    [
        (" ", "QA1 1AA", "place_name_missing"),
        ("x" * 81, "QA1 1AA", "place_name_too_long"),
        ("FENWICK  estate", "QA1 1AA", "place_name_taken"),
        ("Fenwick-Estate", "QA1 1AA", "place_name_taken"),
        ("!", "QA1 1AA", "place_name_taken"),
        ("Mill Lane", "Nowhere", "place_where_unknown"),
    ],
)
def test_place_that_cannot_be_so_is_refused(
    at: datetime, label: str, where: str, code: str
) -> None:
    add(at)
    with pytest.raises(VocabularyError) as refused:
        add(at, label, where)
    assert refused.value.codes == [code]


def test_places_have_a_bound(at: datetime) -> None:
    Place.objects.bulk_create(
        Place(authority=make_authority(), code=f"p{n}", label=f"P {n}", latitude=52, longitude=-1)
        for n in range(MOST_TERMS)
    )
    with pytest.raises(VocabularyError) as refused:
        add(at)
    assert refused.value.codes == ["places_too_many"]


def test_place_when_removed_is_found_no_more_and_the_area_stays(
    at: datetime, client: Client
) -> None:
    place = add(at)
    editor = as_viewer(make_user(Role.EDITOR), at)
    with pytest.raises(PermissionDenied):
        actions.remove_place(by=editor, place=place)
    client.force_login(make_user(Role.COMMISSIONER))
    assert "Fenwick estate" in client.get("/settings/places/").content.decode()
    client.post(f"/settings/places/{place.pk}/remove/")
    assert find_place(make_authority().pk, "Fenwick estate") is None
    assert Term.objects.filter(kind=TermKind.AREA).exists()
    sent = {"label": "Fenwick estate", "where": "QA1 1AA", "is_area": "on"}
    client.post("/settings/places/", sent)
    assert find_place(make_authority().pk, "Fenwick estate") is not None
    assert Term.objects.filter(kind=TermKind.AREA).count() == 1


def test_place_that_has_a_listed_name_says_so_when_saved_and_in_the_list(
    at: datetime, client: Client
) -> None:
    town = {"kind": SettlementKind.TOWN, "latitude": 51.1, "longitude": 0.9}
    Settlement.objects.create(reference="1", code="ashford", name="Ashford", county="Kent", **town)
    client.force_login(make_user(Role.COMMISSIONER))
    sent = {"label": "Ashford", "where": "QA1 1AA"}
    saved = unescape(client.post("/settings/places/", sent, follow=True).content.decode())
    assert "Search for “Ashford” now means your place, not Ashford, Kent." in saved
    add(at, "Fenwick estate")
    listed = unescape(client.get("/settings/places/").content.decode())
    assert "Used instead of" in listed
    assert listed.count("Ashford, Kent") == 1
    assert find_place(make_authority().pk, "Ashford, Kent") != find_place(
        make_authority().pk, "Ashford"
    )


def test_places_hide_the_listed_ones_of_their_names_that_lie_elsewhere(
    at: datetime, django_assert_num_queries: Any
) -> None:
    Outcode.objects.create(code="QA1", latitude=52.3, longitude=-1.3)
    Settlement.objects.create(
        reference="2", code="fenwick", name="Fenwick", kind="town", latitude=52.1, longitude=-1.1
    )
    own = [add(at, "QA1"), add(at, "QA1 1AA"), add(at, "Fenwick"), add(at)]
    with django_assert_num_queries(3):
        hidden = hidden_by(own)
    assert hidden == {own[0].pk: ("QA1",)}
