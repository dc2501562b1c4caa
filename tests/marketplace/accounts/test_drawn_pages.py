"""The answer to a POST has an address, for the browser that was given it, for an hour."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from marketplace.accounts.drawn_pages import MOST_DRAWN
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.listings.rules import ListingState
from tests.conftest import NOW
from tests.factories.accounts import make_authority, make_user
from tests.factories.listings import make_listing
from tests.factories.suppliers import make_supplier_with_user

pytestmark = pytest.mark.django_db
NAVIGATES = {"Sec-Fetch-Mode": "navigate"}
WORDS = "We help with washing"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def refused(clock: Any) -> tuple[Client, str, str]:
    """A supplier whose form was refused: the browser, the form's address, and where it was sent."""
    supplier, user = make_supplier_with_user()
    path = reverse("listings:words", args=[make_listing(supplier).public_id])
    client = signed_in(user)
    answer = client.post(path + "?a=1", {"description": WORDS}, headers=NAVIGATES)
    assert answer.status_code == 303
    return client, path, answer["Location"]


def test_refused_form_when_sent_by_a_browser_is_shown_at_an_address_again_and_again(
    refused: tuple[Client, str, str],
) -> None:
    client, path, address = refused
    assert address.startswith(f"{path}?a=1&drawn=")
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 200
        assert page["Cache-Control"] == "private, no-store"
        assert "There are" in page.content.decode()
        assert WORDS in page.content.decode()


def test_refused_form_is_sealed_in_the_session(refused: tuple[Client, str, str]) -> None:
    kept = Session.objects.get().get_decoded()["drawn_pages"]
    assert len(kept) == 1
    assert WORDS not in str(kept)


def test_refused_form_when_sent_again_from_there_has_a_new_address(
    refused: tuple[Client, str, str],
) -> None:
    client, path, address = refused
    answer = client.post(address, {"description": "Other"}, headers=NAVIGATES)
    assert answer["Location"].startswith(f"{path}?a=1&drawn=")
    assert answer["Location"] != address
    assert WORDS in client.get(address).content.decode(), "Back finds the one before"


def test_drawn_page_when_another_user_or_too_late_is_the_page_as_it_is_now(
    refused: tuple[Client, str, str], clock: Any
) -> None:
    client, _, address = refused
    clock.shift(timedelta(minutes=20))
    client.get("/my/")
    clock.shift(timedelta(minutes=20))
    assert WORDS in client.get(address).content.decode()
    clock.shift(timedelta(minutes=20))
    page = client.get(address)
    assert (page.status_code, WORDS in page.content.decode()) == (200, False)
    stranger = signed_in(make_user(Role.SUPPLIER))
    assert stranger.get(address).status_code == 404


def test_drawn_pages_when_many_are_the_newest_only(refused: tuple[Client, str, str]) -> None:
    client, path, first = refused
    for _ in range(MOST_DRAWN):
        client.post(path, {"description": "Other"}, headers=NAVIGATES)
    assert len(client.session["drawn_pages"]) == MOST_DRAWN
    assert WORDS not in client.get(first).content.decode()


def test_refused_form_of_an_address_that_takes_posts_only_is_shown_and_sent_once(
    clock: Any,
) -> None:
    listing = make_listing(state=ListingState.IN_REVIEW, title="Sent")
    client = signed_in(make_user(Role.ACCREDITOR))
    path = reverse("listings:send_back", args=[listing.public_id])
    answer = client.post(path, {"reason": ""}, headers=NAVIGATES)
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "Enter" in page.content.decode()
    stranger = signed_in(make_user(Role.ACCREDITOR))
    assert stranger.get(answer["Location"]).status_code == 404
    assert signed_in(make_user(Role.BROKER)).get(answer["Location"]).status_code == 403
    for _ in range(3):
        clock.shift(timedelta(minutes=21))
        client.get("/my/")
    assert client.get(answer["Location"]).status_code == 404, "too late, and no view ran"
    assert client.get(path).status_code == 405
    listing.refresh_from_db()
    assert listing.state == ListingState.IN_REVIEW


def test_refused_form_when_no_browser_navigates_is_drawn_as_before(clock: Any) -> None:
    supplier, user = make_supplier_with_user()
    path = reverse("listings:words", args=[make_listing(supplier).public_id])
    assert signed_in(user).post(path, {"description": WORDS}).status_code == 200


def test_refused_sign_up_when_nobody_is_signed_in_may_be_kept_by_the_browser_and_by_nobody_else(
    clock: Any,
) -> None:
    make_authority()
    answer = Client().post("/account/signup/", {"email": "a@example.org"}, headers=NAVIGATES)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert not Session.objects.exists()


def test_second_step_when_refused_is_kept_nowhere(clock: Any) -> None:
    client = signed_in(make_user(Role.FINANCE))
    client.post("/account/reauthenticate/", {"password": "a-long-password"})
    answer = client.post("/account/2fa/totp/activate/", {"code": "123456"}, headers=NAVIGATES)
    assert answer.status_code == 200
    assert "drawn_pages" not in client.session


def test_invitation_when_made_is_kept_nowhere_and_when_refused_is_shown_at_an_address() -> None:
    client = signed_in(make_user(Role.ADMINISTRATOR))
    asked = {"name": "Noa New", "email": "noa@fernshire.example", "role": Role.BROKER.value}
    made = client.post("/settings/staff/invite/", asked, headers=NAVIGATES)
    assert made.status_code == 201
    assert "/account/invitation/" in made.content.decode()
    assert "drawn_pages" not in client.session
    refused = client.post("/settings/staff/invite/", asked, headers=NAVIGATES)
    assert refused.status_code == 303
    page = client.get(refused["Location"]).content.decode()
    assert "invitation for this email address already" in page
