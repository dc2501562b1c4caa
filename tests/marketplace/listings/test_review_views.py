"""Somebody of the council checks listings, never their own organisation's."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.listings.models import Listing
from marketplace.listings.rules import ListingState
from marketplace.suppliers.models import SupplierStaff
from tests.conftest import NOW
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.listings import make_listing, make_public_listing
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
QUEUE = "/listings-to-check/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def accreditor(client: Client) -> User:
    user = make_user(Role.ACCREDITOR)
    client.force_login(user, backend=BACKEND)
    return user


def sent(title: str = "Sent", **facts: object) -> Listing:
    return make_listing(state=ListingState.IN_REVIEW, title=title, **facts)


def test_queue_shows_the_oldest_first_with_its_age(client: Client, accreditor: User) -> None:
    sent("Later", submitted_at=NOW - timedelta(days=1))
    sent("Earlier", submitted_at=NOW - timedelta(days=6))
    words = client.get(QUEUE).content.decode()
    assert words.index("Earlier") < words.index("Later")
    assert "6 days ago" in words


def test_queue_leaves_out_own_organisations_and_other_councils(
    client: Client, accreditor: User
) -> None:
    own = sent("My own")
    SupplierStaff.objects.create(supplier=own.supplier, user=accreditor)
    elsewhere = make_supplier(authority=make_other_authority())
    other = make_listing(elsewhere, state=ListingState.IN_REVIEW, title="Elsewhere")
    words = client.get(QUEUE).content.decode()
    assert "No listings to check" in words
    for listing in (own, other):
        for name in ("review", "publish", "send_back", "review_take_down"):
            address = reverse(f"listings:{name}", args=[listing.public_id])
            method = client.get if name == "review" else client.post
            assert method(address).status_code == 404


def test_review_shows_it_and_says_when_its_supplier_is_not_accredited(
    client: Client, accreditor: User
) -> None:
    listing = sent()
    words = client.get(reverse("listings:review", args=[listing.public_id])).content.decode()
    assert "This supplier is not accredited now" in words
    assert "£25.60" in words
    assert "Publish listing" in words


def test_publish_needs_the_version_that_was_read(client: Client, accreditor: User) -> None:
    listing = sent(version=3)
    address = reverse("listings:publish", args=[listing.public_id])
    refused = client.post(address, {"version": 2}, follow=True).content.decode()
    assert "changed after you opened the page" in refused
    done = client.post(address, {"version": 3}, follow=True).content.decode()
    assert "Sent is published." in done
    listing.refresh_from_db()
    assert (listing.state, listing.published_at) == (ListingState.PUBLISHED, NOW)


def test_send_back_needs_a_reason(client: Client, accreditor: User) -> None:
    listing = sent()
    address = reverse("listings:send_back", args=[listing.public_id])
    assert "Enter what the supplier must change" in client.post(address).content.decode()
    client.post(address, {"reason": "Say what a visit is."})
    listing.refresh_from_db()
    assert listing.review_reason == "Say what a visit is."


def test_take_down_ends_a_public_listing(client: Client, accreditor: User, at: datetime) -> None:
    listing = make_public_listing()
    address = reverse("listings:review_take_down", args=[listing.public_id])
    client.post(address, {"reason": "The price is not true."})
    assert not Listing.objects.public(at).exists()


def test_take_down_of_a_draft_is_refused_in_words(client: Client, accreditor: User) -> None:
    listing = make_listing()
    address = reverse("listings:review_take_down", args=[listing.public_id])
    words = client.post(address, {"reason": "No."}).content.decode()
    assert "This listing is draft. It cannot change to unpublished." in words


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.BROKER, Role.EDITOR])
def test_other_roles_are_403(client: Client, role: Role) -> None:
    client.force_login(make_user(role), backend=BACKEND)
    assert client.get(QUEUE).status_code == 403
