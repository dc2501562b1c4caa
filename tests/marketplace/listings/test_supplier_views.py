"""A supplier writes, prices and sends its listings; others cannot."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayPart, ListingState
from marketplace.suppliers.models import Supplier
from marketplace.vocabulary.rules import TermKind
from tests.conftest import NOW
from tests.factories.accounts import make_user
from tests.factories.listings import make_listing, make_public_listing
from tests.factories.suppliers import make_supplier, make_supplier_with_user
from tests.factories.vocabulary import make_term, make_vocabulary

pytestmark = pytest.mark.django_db
PARTS = ["words", "prices", "times", "capacity"]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def supplier(client: Client) -> Supplier:
    """A supplier whose user is signed in."""
    own, user = make_supplier_with_user(name="Lantern Lane")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return own


def at(listing: Listing, part: str = "", *args: str) -> str:
    return reverse(f"listings:{part or 'edit'}", args=[listing.public_id, *args])


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_mine_lists_ones_own_with_state(client: Client, supplier: Supplier) -> None:
    make_public_listing(supplier, title="Public one")
    make_listing(supplier, title="Sent back", review_reason="Say more")
    make_listing(title="Strange one")
    words = text(client, reverse("listings:mine"))
    assert "Published</span>" in words
    assert "Returned for changes" in words
    assert "Strange one" not in words


def test_create_begins_a_draft(client: Client, supplier: Supplier) -> None:
    response = client.post(
        reverse("listings:create", args=[supplier.public_id]),
        {"title": "Home care", "summary": "Calm help at home."},
    )
    listing = Listing.objects.get()
    assert response["Location"] == at(listing)
    assert (listing.state, listing.supplier) == (ListingState.DRAFT, supplier)


def test_create_for_somebody_else_is_404(client: Client, supplier: Supplier) -> None:
    address = reverse("listings:create", args=[make_supplier().public_id])
    assert client.post(address, {"title": "T", "summary": "S"}).status_code == 404


@pytest.mark.parametrize("part", ["edit", *PARTS])
def test_a_strangers_listing_is_404(client: Client, supplier: Supplier, part: str) -> None:
    assert client.get(at(make_listing(), part)).status_code == 404


@pytest.mark.parametrize("part", ["confirm", "submit", "take_down"])
def test_a_strangers_listing_cannot_be_moved(client: Client, supplier: Supplier, part: str) -> None:
    assert client.post(at(make_listing(), part)).status_code == 404


def test_another_role_is_403_and_nobody_signs_in_first(client: Client) -> None:
    listing = make_listing()
    assert client.get(at(listing)).status_code == 302
    client.force_login(make_user(Role.BROKER), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(at(listing)).status_code == 403


def test_task_list_of_a_draft_says_what_is_missing(client: Client, supplier: Supplier) -> None:
    make_vocabulary()
    listing = make_listing(supplier, prices=[], review_reason="Say what a night costs.")
    words = text(client, at(listing))
    assert "Prices: enter at least 1 price" in words
    assert "The council asks for a change" in words
    assert "Say what a night costs." in words
    assert "Send listing" not in words


def test_task_list_of_a_live_listing_fixes_words_and_opens_prices(
    client: Client, supplier: Supplier
) -> None:
    make_vocabulary()
    listing = make_public_listing(supplier)
    words = text(client, at(listing))
    assert "unpublish the listing first" in words
    assert at(listing, "words") not in words
    assert at(listing, "prices") in words
    assert "Unpublish listing" in words
    assert listing.get_absolute_url() in words


def test_published_without_accreditation_is_told(client: Client, supplier: Supplier) -> None:
    listing = make_listing(supplier, state=ListingState.PUBLISHED)
    assert "This listing is hidden from search" in text(client, at(listing))


def test_words_are_saved(client: Client, supplier: Supplier) -> None:
    listing = make_listing(supplier)
    response = client.post(
        at(listing, "words"),
        {"title": "New", "summary": "Sum", "description": "Text", "version": 1},
    )
    assert response["Location"] == at(listing)
    listing.refresh_from_db()
    assert (listing.title, listing.slug) == ("New", "new")


def test_a_conflict_keeps_what_was_typed_and_lets_the_next_press_through(
    client: Client, supplier: Supplier
) -> None:
    listing = make_listing(supplier, version=5)
    typed = {"title": "Typed", "summary": "Sum", "description": "Text", "version": 4}
    response = client.post(at(listing, "words"), typed)
    words = response.content.decode()
    assert "This listing changed after you opened the page" in words
    assert 'value="Typed"' in words
    assert 'name="version" value="5"' in words
    assert client.post(at(listing, "words"), {**typed, "version": 5}).status_code == 302


def test_terms_are_chosen_from_the_councils_list(client: Client, supplier: Supplier) -> None:
    listing = make_listing(supplier)
    polish = make_term(TermKind.LANGUAGE, "Polish")
    address = at(listing, "terms", "language")
    assert "Languages" in text(client, address)
    client.post(address, {"terms": [polish.pk], "version": 1})
    assert listing.terms.get() == polish
    client.post(address, {"version": 2})
    assert not listing.terms.exists()
    assert client.get(at(listing, "terms", "colour")).status_code == 404


def prices(**typed: str) -> dict[str, str]:
    day = {"from_date_day": "21", "from_date_month": "9", "from_date_year": "2026"}
    return {**day, "version": "1", **typed}


def test_prices_are_saved_in_pence(client: Client, supplier: Supplier) -> None:
    listing = make_listing(supplier, prices=[])
    response = client.post(
        at(listing, "prices"), prices(hour_weekday="25.60", hour_weekend="£29", mile_weekday="0.45")
    )
    assert response.status_code == 302
    assert set(listing.prices.values_list("unit", "day_band", "amount_pence")) == {
        ("hour", "weekday", 2560),
        ("hour", "weekend", 2900),
        ("mile", "weekday", 45),
    }


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"hour_weekday": "12..34"},
            "An hour, weekday: enter an amount in pounds and pence, like 16.50",
        ),
        ({"hour_weekend": "12"}, "An hour, weekday: enter a price, like 16.50"),
        ({"hour_weekday": "100000.01"}, "enter an amount of £100,000.00 or less"),
        ({"from_date_day": "31"}, "First day of these prices: there is no 31 9 2026"),
    ],
)
def test_prices_that_cannot_be_are_answered_beside_what_was_typed(
    client: Client, supplier: Supplier, typed: dict[str, str], words: str
) -> None:
    listing = make_listing(supplier, prices=[])
    response = client.post(at(listing, "prices"), prices(night_weekday="90.00", **typed))
    shown = response.content.decode()
    assert words in shown
    assert 'value="90.00"' in shown
    assert not listing.prices.exists()


def test_prices_of_a_live_listing_never_start_in_the_past(
    client: Client, supplier: Supplier
) -> None:
    listing = make_public_listing(supplier)
    response = client.post(at(listing, "prices"), prices(hour_weekday="30", from_date_day="20"))
    assert "Past prices cannot change" in response.content.decode()
    assert listing.prices.count() == 2


def test_earlier_prices_are_listed(client: Client, supplier: Supplier) -> None:
    listing = make_public_listing(supplier)
    client.post(at(listing, "prices"), prices(hour_weekday="30"))
    words = text(client, at(listing, "prices"))
    assert "£25.60" in words
    assert "20 September 2026" in words


def test_times_are_saved(client: Client, supplier: Supplier) -> None:
    listing = make_listing(supplier)
    assert text(client, at(listing, "times")).count(" checked>") == 2
    client.post(at(listing, "times"), {"slots": ["6-night", "0-lunch"], "version": 1})
    kept = list(listing.slots.values_list("day", "part"))
    assert kept == [(0, DayPart.LUNCH), (6, DayPart.NIGHT)]


def test_capacity_is_saved_and_a_wrong_number_answered(client: Client, supplier: Supplier) -> None:
    listing = make_listing(supplier, offered=10, taken=6)
    assert "6 of 10 are taken now" in text(client, at(listing, "capacity"))
    address = at(listing, "capacity")
    wrong = client.post(address, {"offered": "many", "unit": "hour", "version": 1})
    assert "Enter a whole number, like 12" in wrong.content.decode()
    below = client.post(address, {"offered": "2", "unit": "hour", "version": 1})
    assert "6 hours a week are taken now" in below.content.decode()
    client.post(address, {"offered": "20", "unit": "hour", "version": 1})
    listing.capacity.refresh_from_db()
    assert listing.capacity.free == 14


def test_confirm_submit_and_take_down_say_what_happened(client: Client, supplier: Supplier) -> None:
    listing = make_public_listing(supplier, terms=list(make_vocabulary().values()))
    said = client.post(at(listing, "confirm"), follow=True).content.decode()
    assert "is confirmed today" in said
    said = client.post(at(listing, "take_down"), follow=True).content.decode()
    assert "Unpublished. Search no longer shows the listing" in said
    said = client.post(at(listing, "submit"), follow=True).content.decode()
    assert "Listing sent" in said
    again = client.post(at(listing, "submit"), follow=True).content.decode()
    assert "It cannot change to being checked" in again
