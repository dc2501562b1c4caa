from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlencode

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client

from marketplace.accreditation.rules import AccreditationState
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayPart
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.models import Outcode, PlaceLoad, Postcode, Settlement, Term
from marketplace.vocabulary.postcodes import PlaceList, SettlementKind
from search.facets import FACETS
from tests.conftest import NOW
from tests.factories.accounts import make_authority, make_other_authority
from tests.factories.search import make_found_listing, make_place, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


class Page:
    """The results page as a reader meets it."""

    def __init__(self, client: Client, host: str = "testserver", **asked: object) -> None:
        self.response = client.get("/find/?" + urlencode(asked, doseq=True), headers={"host": host})
        self.soup = BeautifulSoup(self.response.content, "html.parser")

    @property
    def heading(self) -> str:
        return " ".join(self.soup.h1.get_text().split())

    @property
    def names(self) -> list[str]:
        return [name.get_text().strip() for name in self.soup.select(".offer-name")]

    @property
    def chips(self) -> list[str]:
        return [chip.contents[0].strip() for chip in self.soup.select(".chip")]

    def count(self, facet: str, value: str) -> int:
        box = self.box(facet, value)
        label = self.soup.find("label", attrs={"for": box["id"]})
        return int(label.select_one(".num").contents[0])

    def box(self, facet: str, value: str):
        return self.soup.find(
            "input", attrs={"name": facet, "value": value, "type": ["checkbox", "radio"]}
        )


def test_search_page_without_anything_asked_shows_everything_public(client: Client) -> None:
    make_found_listing("Lantern Lane")
    page = Page(client)
    assert page.heading == "1 result"
    assert page.names == ["Lantern Lane"]


def test_words_and_place_stand_in_the_heading_and_stay_in_their_boxes(client: Client) -> None:
    make_place("Brackenford")
    make_found_listing("Lantern Lane", summary="Washing and dressing at home.")
    page = Page(client, q="wash", place="brackenford")
    assert page.heading == "1 result for “wash” near Brackenford"
    assert page.soup.find(id="id_q")["value"] == "wash"
    assert page.soup.find(id="id_place")["value"] == "brackenford"
    assert page.soup.find("mark").get_text() == "Washing"
    assert "Mentions “washing”" in page.soup.select_one(".offer-why").get_text()


@pytest.mark.postgresql
def test_every_facet_has_a_group_with_true_counts(client: Client) -> None:
    make_place("Brackenford")
    terms = {kind: [kind.title()] for kind in ("category", "need", "language", "funding", "area")}
    listing = make_found_listing("Lantern Lane", terms=terms)
    make_found_listing("Otter House", kind=SupplierKind.CARE_HOME, hour_pence=None, slots=())
    page = Page(client, place="Brackenford")
    titles = [summary.contents[0].strip() for summary in page.soup.select(".group > summary")]
    assert titles == [facet.label for facet in FACETS]
    scheme = listing.supplier.accreditations.get().scheme.code
    for facet, value, count in [
        ("kind", "home_care", 1),
        ("kind", "transport", 0),
        ("category", "category", 1),
        ("need", "need", 1),
        ("language", "language", 1),
        ("funding", "funding", 1),
        ("area", "area", 1),
        ("day", "mon", 1),
        ("part", "morning", 1),
        ("part", "night", 0),
        ("unit", "hour", 1),
        ("accreditation", scheme, 1),
        ("miles", "2", 2),
        ("miles", "any", 2),
    ]:
        assert page.count(facet, value) == count, (facet, value)


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("kind", "home_care"),
        ("need", "dementia"),
        ("day", "mon"),
        ("part", "morning"),
        ("unit", "hour"),
        ("accreditation", "trusted-fernshire-home_care"),
        ("miles", "5"),
    ],
)
def test_count_beside_a_choice_is_what_choosing_it_finds(
    client: Client, facet: str, value: str
) -> None:
    make_place("Brackenford")
    make_found_listing("Lantern Lane", terms={"need": ["Dementia"]})
    make_found_listing(
        "Otter House",
        kind=SupplierKind.CARE_HOME,
        hour_pence=None,
        slots=[(5, DayPart.NIGHT)],
        point=(52.6, -1.7),
    )
    shown = Page(client, place="Brackenford").count(facet, value)
    chosen = Page(client, place="Brackenford", **{facet: value})
    assert shown == 1
    assert chosen.heading == "1 result near Brackenford"
    assert len(chosen.chips) == 1
    assert chosen.box(facet, value).has_attr("checked")
    assert chosen.box(facet, value).find_parent("details").has_attr("open")


def test_zero_count_is_shown_but_cannot_be_chosen(client: Client) -> None:
    make_found_listing()
    assert Page(client).box("kind", "transport").has_attr("disabled")


def test_chosen_filter_can_be_taken_off_although_nothing_matches(client: Client) -> None:
    make_found_listing("Lantern Lane")
    page = Page(client, kind="transport", q="lantern")
    assert page.heading == "No results for “lantern”"
    assert not page.box("kind", "transport").has_attr("disabled")
    assert page.soup.select_one(".chip")["href"] == "/find/?q=lantern"
    assert make_authority().help_phone in page.soup.select_one("main").get_text()


def test_nothing_near_offers_longer_distances_that_find_something(client: Client) -> None:
    make_place("Brackenford")
    make_found_listing(point=(52.2, -1.7))
    page = Page(client, place="Brackenford", miles=5)
    links = [
        a
        for a in page.soup.select(".panel a")
        if "miles" in a.get_text() or "Anywhere" in a.get_text()
    ]
    assert [a.get_text() for a in links] == [
        "Within 10 miles: 1 result",
        "Within 20 miles: 1 result",
        "Anywhere in Fernshire: 1 result",
    ]
    assert links[0]["href"] == "/find/?place=Brackenford&miles=10"


def test_unknown_place_says_so_and_loses_nothing(client: Client) -> None:
    make_found_listing("Lantern Lane")
    page = Page(client, q="lantern", place="Nowhere", kind="home_care", miles=5)
    assert page.response.status_code == 200
    assert "We do not recognise “Nowhere”" in page.soup.select_one(".errors").get_text()
    assert page.soup.find(id="id_place")["value"] == "Nowhere"
    assert page.names == ["Lantern Lane"]
    assert page.chips == ["Home care agency"]
    kept = page.soup.select_one("form.filters").find("input", attrs={"name": "miles"})
    assert kept["value"] == "5"


@pytest.fixture
def _postcodes() -> None:
    """One postcode in use, one that ended, and their outcode, from a list that was read."""
    Postcode.objects.create(code="QA11AA", latitude=52.1, longitude=-1.7)
    Postcode.objects.create(code="QA11AD", latitude=52.1, longitude=-1.7, ended_on=date(1996, 6, 1))
    Outcode.objects.create(code="QA1", latitude=52.1, longitude=-1.7)
    PlaceLoad.objects.create(source=PlaceList.ONSPD, started_at=NOW)


@pytest.mark.usefixtures("_postcodes")
@pytest.mark.parametrize(
    ("typed", "near", "note"),
    [
        ("qa11aa", "near QA1 1AA", ""),
        ("QA1 1AD", "near QA1 1AD", "The postcode QA1 1AD ended in June 1996"),
        ("QA1 9ZZ", "near QA1", "We do not know the postcode QA1 9ZZ"),
    ],
)
def test_a_listed_postcode_is_searched_from_with_what_is_to_be_known_of_it(
    client: Client, typed: str, near: str, note: str
) -> None:
    make_found_listing("Lantern Lane")
    page = Page(client, place=typed)
    text = page.soup.main.get_text()
    assert page.heading == f"1 result {near}"
    assert note in text
    assert ("Distances are from" in text) == bool(note)


@pytest.mark.usefixtures("_postcodes")
def test_the_owners_of_a_list_are_named_where_it_is_used_and_only_there(client: Client) -> None:
    make_place("Brackenford")
    credit = "Contains OS data © Crown copyright and database right 2026."
    assert credit in Page(client, place="QA1 1AA").soup.main.get_text()
    assert credit not in Page(client, place="Brackenford").soup.main.get_text()
    assert credit not in Page(client).soup.main.get_text()


def test_a_name_that_several_places_have_is_asked_about(client: Client) -> None:
    for county in ("Fernshire", "Mossland"):
        Settlement.objects.create(
            reference=county,
            code="thornby",
            name="Thornby",
            county=county,
            kind=SettlementKind.VILLAGE,
            latitude=52.1,
            longitude=-1.7,
        )
    make_found_listing("Lantern Lane")
    page = Page(client, place="Thornby")
    said = page.soup.select_one(".errors").get_text()
    assert "There are several places called “Thornby”" in said
    assert "“Thornby, Fernshire” or “Thornby, Mossland”" in said
    assert Page(client, place="Thornby, Mossland").heading == "1 result near Thornby, Mossland"


def test_price_that_cannot_be_read_says_so_and_loses_nothing(client: Client) -> None:
    make_found_listing("Lantern Lane")
    page = Page(client, max="12..5", q="lantern")
    assert "pounds and pence" in page.soup.select_one(".errors").get_text()
    assert page.soup.find(id="id_max")["value"] == "12..5"
    assert page.names == ["Lantern Lane"]


def test_price_limit_holds_and_is_said_in_words(client: Client) -> None:
    make_found_listing("Lantern Lane", hour_pence=2560)
    make_found_listing("Otter House", hour_pence=1650)
    page = Page(client, max="20", unit="hour")
    assert page.names == ["Otter House"]
    assert page.chips == ["Up to £20.00 an hour"]


def test_misspelt_word_is_read_as_the_nearest_and_said(client: Client) -> None:
    make_found_listing("Lantern Lane", summary="Help with dressing.")
    page = Page(client, q="dresing")
    assert page.names == ["Lantern Lane"]
    assert "No results for “dresing”. These results are for dressing" in " ".join(
        page.soup.main.get_text().split()
    )


def test_assistants_distance_is_in_whole_miles(client: Client) -> None:
    make_place("Brackenford")
    make_found_listing("Amara", kind=SupplierKind.PERSONAL_ASSISTANT, point=(52.14, -1.7))
    text = Page(client, place="Brackenford").soup.select_one(".offer").get_text()
    assert "about 3 miles away" in text


def test_listing_without_a_point_is_near_where_it_comes_to(client: Client) -> None:
    make_place("Brackenford")
    make_place("Aldermere", latitude=52.11)
    make_found_listing("Lantern Lane", point=None, terms={"area": ["Brackenford"]})
    assert Page(client, place="Brackenford", miles=2).names == ["Lantern Lane"]
    assert Page(client, place="Aldermere", miles=2).names == []


def test_orders_are_those_that_can_be_had(client: Client) -> None:
    make_place("Brackenford")
    make_found_listing("Near", point=(52.1, -1.7), hour_pence=2000)
    make_found_listing("Far", point=(52.15, -1.7), hour_pence=1500)
    assert Page(client, place="Brackenford").names == ["Near", "Far"]
    assert Page(client, place="Brackenford", sort="price").names == ["Far", "Near"]
    options = [o["value"] for o in Page(client).soup.select("#id_sort option")]
    assert options == ["price", "confirmed"]


def test_pages_keep_the_search(client: Client) -> None:
    supplier = make_found_listing("Lantern 0").supplier
    for number in range(1, 21):
        make_found_listing(f"Lantern {number}", supplier=supplier)
    page = Page(client, q="lantern")
    assert len(page.names) == 20
    assert page.soup.select_one(".pages a[rel=next]")["href"] == "?q=lantern&page=2"
    assert len(Page(client, q="lantern", page=2).names) == 1


def test_suspended_listing_is_on_no_page(client: Client) -> None:
    listing = make_found_listing("Lantern Lane")
    listing.supplier.accreditations.update(state=AccreditationState.SUSPENDED)
    assert Page(client).names == []


def test_expired_accreditation_takes_its_listings_away_by_the_date_alone(client: Client) -> None:
    listing = make_found_listing("Lantern Lane")
    with time_machine.travel(datetime.fromisoformat("2026-12-01T12:00:00+00:00"), tick=False):
        assert Page(client).heading == "1 result"
    assert listing.confirmed_date == date(2026, 9, 1)
    with time_machine.travel(datetime.fromisoformat("2027-09-01T12:00:00+00:00"), tick=False):
        assert Page(client).heading == "No results"


def test_other_councils_site_shows_nothing_of_this_one(client: Client) -> None:
    make_found_listing("Lantern Lane", terms={"need": ["Dementia"]})
    make_other_authority()
    page = Page(client, host="otherton.localhost")
    assert page.names == []
    assert page.box("need", "dementia") is None


def test_page_takes_the_same_queries_for_one_and_for_many(
    client: Client, django_assert_max_num_queries: object
) -> None:
    make_place("Brackenford")
    make_found_listing("Lantern 0", terms={"need": ["Dementia"]})
    asked = {"q": "lantern", "place": "Brackenford", "need": "dementia"}
    with django_assert_max_num_queries(30) as few:
        Page(client, **asked)
    for number in range(1, 12):
        make_found_listing(f"Lantern {number}", terms={"need": ["Dementia"]})
    with django_assert_max_num_queries(30) as many:
        Page(client, **asked)
    assert len(many.captured_queries) == len(few.captured_queries)


def test_address_with_merged_words_is_of_the_word_that_took_their_place(
    client: Client, django_assert_max_num_queries: object
) -> None:
    make_found_listing("Lantern Lane", terms={"language": ["Polski"]})
    into = make_term("language", "Polski")
    gone = {"merged_into": into, "retired_at": NOW}
    for label in ("Polish", "Pole"):
        Term.objects.filter(pk=make_term("language", label).pk).update(**gone)
    other = make_term("language", "Welsh", make_other_authority())
    Term.objects.filter(pk=other.pk).update(
        merged_into=make_term("language", "Cymraeg", other.authority), retired_at=NOW
    )
    page = Page(client, language=["polish", "pole", "polski"])
    assert page.names == ["Lantern Lane"]
    assert page.chips == ["Polski"]
    assert page.box("language", "polski").has_attr("checked")
    assert Page(client, language="welsh").chips == ["welsh"]
    with django_assert_max_num_queries(30) as with_words:
        Page(client, language="polish", kind="home_care")
    with django_assert_max_num_queries(30) as without:
        Page(client, kind="home_care")
    assert len(with_words.captured_queries) == len(without.captured_queries) + 1


def test_search_writes_nothing(client: Client, django_assert_max_num_queries: object) -> None:
    make_found_listing()
    with django_assert_max_num_queries(30) as seen:
        Page(client, q="lantern")
    verbs = {query["sql"].split()[0] for query in seen.captured_queries}
    assert not verbs & {"INSERT", "UPDATE", "DELETE"}


def test_post_is_refused(client: Client) -> None:
    make_authority()
    assert client.post("/find/").status_code == 405


@pytest.mark.parametrize("asked", ["page=0&page=x", "miles=-1", "sort=up", "kind=<b>", "q=%00%ff"])
def test_odd_addresses_give_a_page(client: Client, asked: str) -> None:
    make_found_listing()
    assert client.get(f"/find/?{asked}").status_code == 200


def test_every_control_has_a_label_and_every_id_is_its_own(client: Client) -> None:
    make_place("Brackenford")
    make_found_listing(terms={"need": ["Dementia"]})
    soup = Page(client, place="Brackenford", q="lantern", miles=5).soup
    ids = [each["id"] for each in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    for control in soup.select("main input:not([type=hidden]), main select"):
        assert soup.find("label", attrs={"for": control["id"]}), control
    assert len(soup.select("h1")) == 1
    assert not soup.select("[style], script, [onclick]")


@pytest.mark.parametrize("asked", [{"unit": "hour"}, {"sort": "price"}, {"max": "22"}])
def test_price_shown_is_the_one_that_was_compared(client: Client, asked: dict[str, str]) -> None:
    make_found_listing("Even", hour_pence=2100)
    cheap = make_found_listing("Weekends", hour_pence=2500)
    cheap.prices.create(
        unit="hour", day_band="weekend", amount_pence=2000, from_date=date(2026, 1, 1)
    )
    with transaction.atomic():
        listings_changed.send(sender=Listing, listing_ids=[cheap.pk], at=NOW)
    page = Page(client, **{"sort": "price", **asked})
    assert page.names == ["Weekends", "Even"]
    offer = page.soup.select_one(".offer").get_text(" ", strip=True)
    assert "£20.00 an hour" in offer
    assert "at weekends" in offer
