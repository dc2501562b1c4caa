"""What anyone sees and does: one listing, the shortlist, the comparison."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import ApplicationState, EvidenceState
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayBand, ListingState, PriceUnit
from marketplace.listings.wording import offer_cards, public_pages
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.rules import TermKind
from tests.conftest import NOW
from tests.factories.accounts import make_authority, make_other_authority, make_user
from tests.factories.accreditation import make_accreditation, make_application
from tests.factories.listings import make_listing, make_public_listing
from tests.factories.suppliers import make_supplier
from tests.factories.vocabulary import make_term

pytestmark = pytest.mark.django_db
Queries = Callable[..., Any]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    make_authority()
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def add(client: Client, listing: Listing, **data: str) -> Any:
    return client.post(
        reverse("listings:shortlist_add"), {"public_id": str(listing.public_id), **data}
    )


def test_detail_says_price_checks_times_and_whom_to_ring(client: Client) -> None:
    supplier = make_supplier(name="Lantern Lane", phone="01632 960210")
    application = make_application(
        supplier,
        state=ApplicationState.ACCEPTED,
        submitted_by=make_user(Role.SUPPLIER),
        decided_by=(judge := make_user(Role.ACCREDITOR)),
    )
    application.evidence.update(state=EvidenceState.ACCEPTED, judged_at=NOW, judged_by=judge)
    make_accreditation(supplier, application.scheme, application=application)
    listing = make_public_listing(
        supplier, offered=40, taken=34, terms=[make_term(TermKind.LANGUAGE, "Polish")]
    )
    words = page(client, listing.get_absolute_url())
    for said in (
        "£25.60",
        "£29.00 at weekends",
        "Same as weekday",
        "Prices since 1 April 2026",
        "Has space: 6 hours a week",
        "Confirmed 3 days ago",
        "Accredited to 9 January 2028",
        "on 10 January 2026",
        "You are insured",
        "Polish",
        "Not stated",
        "01632 960210",
        "01632 960 100",
        "safeguarding concern",
        "<p>We ring if we are late.</p>",
    ):
        assert said in words
    assert "Harbour Mutual" not in words


def test_detail_under_a_wrong_name_goes_to_the_right_one_for_good(client: Client) -> None:
    listing = make_public_listing(slug="new-name")
    response = client.get(f"/listings/old-name-{listing.public_id}/")
    assert (response.status_code, response["Location"]) == (301, listing.get_absolute_url())


def test_detail_of_what_is_not_public_is_404_even_for_its_council(client: Client) -> None:
    draft = make_listing()
    client.force_login(
        make_user(Role.ACCREDITOR), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_detail_of_another_council_is_404(client: Client) -> None:
    other = make_other_authority()
    listing = make_public_listing(make_supplier(authority=other))
    assert client.get(listing.get_absolute_url()).status_code == 404
    headers = {"host": "otherton.localhost"}
    assert client.get(listing.get_absolute_url(), headers=headers).status_code == 200


def test_detail_from_the_moment_of_suspension_is_404(client: Client) -> None:
    listing = make_public_listing()
    assert client.get(listing.get_absolute_url()).status_code == 200
    Accreditation.objects.update(state="suspended")
    assert client.get(listing.get_absolute_url()).status_code == 404


def test_detail_when_hidden_says_not_available_and_never_why(client: Client) -> None:
    listing = make_public_listing()
    Accreditation.objects.update(state="suspended", state_reason="Insurance was forged.")
    words = client.get(listing.get_absolute_url()).content.decode()
    assert "This listing is not available now" in words
    assert f"?kind={listing.supplier.kind}" in words
    assert not {"suspended", "forged", "mistyped", listing.title} & set(words.split())


@pytest.mark.parametrize(
    ("accreditation", "listing"),
    [
        ({"state": "suspended"}, {}),
        ({"state": "withdrawn"}, {}),
        ({"valid_until": date(2026, 9, 20)}, {}),
        ({}, {"state": "unpublished"}),
        ({}, {"state": "draft"}),
        ({}, {"confirmed_date": date(2025, 1, 1)}),
    ],
)
def test_address_of_what_anyone_could_see_once_offers_similar_support(
    client: Client, accreditation: dict[str, object], listing: dict[str, object]
) -> None:
    found = make_public_listing()
    Accreditation.objects.update(**accreditation)
    Listing.objects.update(**listing)
    response = client.get(found.get_absolute_url())
    words = response.content.decode()
    assert response.status_code == 404
    assert "This listing is not available now" in words
    assert "Find similar support" in words


def test_address_of_what_was_published_but_never_accredited_is_not_found_like_any_other(
    client: Client,
) -> None:
    hidden = make_listing(make_supplier(), state=ListingState.PUBLISHED)
    assert "Page not found" in client.get(hidden.get_absolute_url()).content.decode()


def test_detail_of_a_draft_that_nobody_ever_saw_is_not_found_like_any_other(client: Client) -> None:
    draft = make_listing(make_supplier())
    assert "Page not found" in client.get(draft.get_absolute_url()).content.decode()


def test_detail_of_an_assistant_hides_surname_address_and_number(client: Client) -> None:
    assistant = make_supplier(
        SupplierKind.PERSONAL_ASSISTANT,
        name="Amara Okafor",
        phone="01632 960999",
        email="amara@home.example",
        address="9 Hidden Street",
        postcode="FS1 9ZZ",
    )
    words = page(client, make_public_listing(assistant).get_absolute_url())
    assert "Amara O." in words
    for hidden in ("Okafor", "960999", "amara@", "Hidden Street", "FS1 9ZZ"):
        assert hidden not in words


def test_detail_escapes_what_a_supplier_wrote(client: Client) -> None:
    listing = make_public_listing(description="<script>alert(1)</script>", title="A & B")
    words = page(client, listing.get_absolute_url())
    assert "&lt;script&gt;" in words
    assert "<script" not in words


def test_a_price_of_zero_is_free_and_no_price_asks_to_ask(client: Client) -> None:
    free = make_public_listing(prices=[(PriceUnit.SESSION, DayBand.WEEKDAY, 0)])
    assert "<strong>No charge</strong>" in page(client, free.get_absolute_url())
    silent = make_public_listing(prices=[])
    words = page(client, silent.get_absolute_url())
    assert "<strong>Ask for a price</strong>" in words


def test_shortlist_keeps_the_order_saved_and_gives_back_the_page(client: Client) -> None:
    first, second = make_public_listing(title="Beta"), make_public_listing(title="Alpha")
    assert add(client, first, next="/find/?q=x")["Location"] == "/find/?q=x"
    assert add(client, second)["Location"] == "/shortlist/"
    words = page(client, "/shortlist/")
    assert "2 listings on your shortlist" in words
    assert words.index("Beta</a>") < words.index("Alpha</a>")


def test_shortlist_never_sends_anyone_to_another_site(client: Client) -> None:
    response = add(client, make_public_listing(), next="https://evil.example/")
    assert response["Location"] == "/shortlist/"


def test_shortlist_when_full_says_so(client: Client) -> None:
    supplier = make_supplier()
    for _ in range(20):
        add(client, make_public_listing(supplier))
    response = client.post(
        "/shortlist/add/",
        {"public_id": str(make_public_listing(supplier).public_id)},
        follow=True,
    )
    assert "Your shortlist is full with 20" in response.content.decode()
    assert len(client.session["shortlist"]) == 20


@pytest.mark.parametrize("public_id", ["", "nonsense", "6d1d0f1e-8f5e-4c55-9b1e-5f9c1b9b7a10"])
def test_shortlist_of_what_is_not_there_saves_nothing(client: Client, public_id: str) -> None:
    response = client.post("/shortlist/add/", {"public_id": public_id}, follow=True)
    assert "not available now" in response.content.decode()
    assert client.session["shortlist"] == []


def test_shortlist_drops_what_is_gone_with_a_sentence_and_writes_nothing_on_get(
    client: Client,
) -> None:
    stays, goes = make_public_listing(title="Stays"), make_public_listing(title="Goes")
    add(client, stays)
    add(client, goes)
    Listing.objects.filter(pk=goes.pk).update(state="unpublished")
    # The first look shows the messages of what was pressed; the next has only the list.
    page(client, "/shortlist/")
    words = page(client, "/shortlist/")
    assert "1 listing is not available now" in words
    assert "Goes" not in words
    assert len(client.session["shortlist"]) == 2
    client.post("/shortlist/remove/")
    assert client.session["shortlist"] == [str(stays.public_id)]
    assert "not available now" not in page(client, "/shortlist/")


def test_shortlist_remove_takes_one_off(client: Client) -> None:
    listing = make_public_listing()
    add(client, listing)
    client.post("/shortlist/remove/", {"public_id": str(listing.public_id)})
    assert "This shortlist is empty" in page(client, "/shortlist/")


@pytest.mark.parametrize("address", ["/shortlist/add/", "/shortlist/remove/"])
def test_shortlist_changes_on_post_only(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405


def test_compare_is_a_table_without_a_blank_cell(client: Client) -> None:
    one = make_public_listing(title="One", terms=[make_term(TermKind.LANGUAGE, "Polish")])
    two = make_public_listing(title="Two", prices=[(PriceUnit.HOUR, DayBand.WEEKDAY, 1650)])
    add(client, one)
    add(client, two)
    words = page(client, "/compare/")
    assert "Compare 2 side by side" in words
    assert 'data-label="Two"><span>£16.50</span>' in words
    assert 'data-label="Two"><span>Not stated</span>' in words
    assert "<span></span>" not in words
    assert words.count('<th scope="row"') > 8


def test_compare_remove_is_a_button_that_keeps_the_others(client: Client) -> None:
    three = [make_public_listing(title=f"Number {n}") for n in range(3)]
    ids = [str(listing.public_id) for listing in three]
    words = page(client, "/compare/", **{"with": ids})
    assert words.count(">Remove<") == 3
    assert words.count(f'name="with" value="{ids[0]}"') == 2
    assert "Number 2" not in page(client, "/compare/", **{"with": ids[:2]})


def test_compare_leaves_out_what_is_gone_or_too_many_and_says_so(client: Client) -> None:
    supplier = make_supplier()
    five = [make_public_listing(supplier) for _ in range(5)]
    ids = [str(listing.public_id) for listing in five]
    assert "1 more is left out" in page(client, "/compare/", **{"with": ids})
    Listing.objects.filter(pk=five[0].pk).update(state="unpublished")
    words = page(client, "/compare/", **{"with": [*ids[:3], "nonsense"]})
    assert "1 listing is not available now" in words
    assert "Compare 2 side by side" in words


def test_compare_of_fewer_than_two_asks_for_more(client: Client) -> None:
    assert "Choose 2 or more listings to compare" in page(client, "/compare/")


def test_offer_cards_keep_the_order_and_drop_what_is_not_public() -> None:
    one, two, draft = make_public_listing(), make_public_listing(), make_listing()
    cards = offer_cards([two.pk, draft.pk, one.pk, 999_999], NOW)
    assert [card.listing_id for card in cards] == [two.pk, one.pk]
    assert (cards[0].price, cards[0].unit, cards[0].price_note) == (
        "£25.60",
        "an hour",
        "£29.00 at weekends",
    )
    assert cards[0].free == "Weekday mornings and evenings"


def test_offer_cards_and_pages_cost_as_many_queries_for_ten_as_for_one(
    django_assert_num_queries: Queries,
) -> None:
    listings = [make_public_listing(offered=9) for _ in range(10)]
    for some in (listings[:1], listings):
        with django_assert_num_queries(5):
            assert len(offer_cards([listing.pk for listing in some], NOW)) == len(some)
        with django_assert_num_queries(5):
            public_pages(some[0].authority_id, [one.public_id for one in some], NOW)


def test_a_new_price_shows_from_its_day_only() -> None:
    listing = make_public_listing(prices=[])
    listing.prices.create(
        unit="hour", amount_pence=2000, from_date=date(2026, 1, 1), until_date=date(2026, 9, 22)
    )
    listing.prices.create(unit="hour", amount_pence=2100, from_date=date(2026, 9, 22))
    assert offer_cards([listing.pk], NOW)[0].price == "£20.00"


def test_offer_tag_draws_the_card_with_its_button(rf: RequestFactory) -> None:
    listing = make_public_listing(title="Tag & Co")
    request = rf.get("/find/", {"q": "help"})
    request.session = {"shortlist": [str(listing.public_id)]}  # type: ignore[assignment]
    source = "{% load listing_tags %}{% listing_offer card %}"
    card = replace(offer_cards([listing.pk], NOW)[0], why="help at home", place="1 mile")
    context: Context = RequestContext(request, {"card": card})
    drawn = Template(source).render(context)
    for said in ("Tag &amp; Co", "help at home", "1 mile", "On shortlist", "/find/?q=help"):
        assert said in drawn
