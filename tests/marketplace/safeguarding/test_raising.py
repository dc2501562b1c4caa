"""Raising a concern: by anyone, without a session, once, and with no way to look anything up."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from marketplace.accounts.lockouts import BY_CONCERN_ADDRESS
from marketplace.accounts.models import KeptAnswers
from marketplace.accounts.rules import Role
from marketplace.core.clock import now
from marketplace.core.models import AuditEvent
from marketplace.core.words import reference
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.rules import LENGTHS, ConcernState
from marketplace.safeguarding.views.raising import MOST_BYTES
from marketplace.tasks.models import Task
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.listings import make_public_listing
from tests.factories.people import make_person
from tests.factories.safeguarding import ANSWERS, make_officer

pytestmark = pytest.mark.django_db
URL = "/raise-a-concern/"
#: Every check of the token is on, as for a browser that brings no cookie.
STRANGER: dict[str, Any] = {"enforce_csrf_checks": True}


@pytest.fixture(autouse=True)
def council() -> None:
    make_user(Role.PERSON)
    make_other_authority()


def test_concern_when_sent_without_account_cookie_or_token_is_kept() -> None:
    response = Client(**STRANGER).post(URL, ANSWERS)
    concern = SafeguardingConcern.objects.get()
    assert response.status_code == 201
    assert reference(concern.public_id) in response.content.decode()
    assert (concern.state, concern.happened) == (ConcernState.RAISED, "She had no lunch.")
    assert response["Cache-Control"] == "private, no-store"
    task = Task.objects.get()
    assert (task.role, task.title) == ("safeguarding", "Safeguarding concern to triage")


def test_concern_when_sent_signed_in_names_no_account_anywhere() -> None:
    user, client = make_user(Role.SUPPLIER), Client()
    client.force_login(user)
    assert client.post(URL, ANSWERS).status_code == 201
    event = AuditEvent.objects.get(event="concern_raised")
    assert (event.by_user_id, event.by_system) == (None, "concern_form")
    assert not AuditEvent.objects.filter(by_user_id=user.pk).exists()


def test_page_when_answered_in_a_browser_is_kept_in_no_session() -> None:
    client = Client(headers={"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin"})
    client.force_login(make_user(Role.PERSON))
    for answers, status in ((ANSWERS, 201), ({**ANSWERS, "happened": ""}, 422)):
        assert client.post(URL, answers).status_code == status
    assert not [one for one in Session.objects.all() if "drawn_pages" in one.get_decoded()]


def test_concern_when_sent_twice_is_one_and_other_words_are_another() -> None:
    client, token = Client(), {"once_token": str(uuid4())}
    first, second = (client.post(URL, ANSWERS | token).content for _ in range(2))
    assert SafeguardingConcern.objects.count() == 1
    assert first == second
    client.post(URL, {**ANSWERS, **token, "happened": "And no tea."})
    assert SafeguardingConcern.objects.count() == 2


def test_concern_when_the_session_is_over_is_sent_all_the_same() -> None:
    client = Client(**STRANGER)
    client.force_login(make_user(Role.PERSON))
    session = client.session
    old = (now() - timedelta(days=2)).isoformat()
    session.update({"session_started": old, "session_seen": old})
    session.save()
    assert client.post(URL, ANSWERS).status_code == 201
    assert SafeguardingConcern.objects.count() == 1
    assert not KeptAnswers.objects.exists()


def test_concern_when_the_second_step_is_not_set_up_is_sent(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["finance"]
    client = Client()
    client.force_login(make_user(Role.FINANCE))
    assert client.get(URL).status_code == 200
    assert client.post(URL, ANSWERS).status_code == 201
    assert client.get("/my/").status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"happened": " "}, "Enter what happened, or what worries you"),
        ({"about": ""}, "Choose whether it is about an adult or a child"),
        ({"danger": ""}, "Choose whether anyone is in danger now"),
        ({"raiser": "x" * 601}, "Enter 600 characters or fewer. This has 1 too many"),
        ({"happened": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_concern_when_it_cannot_be_taken_shows_all_that_was_typed(
    changed: dict[str, str], says: str
) -> None:
    response = Client().post(URL, {**ANSWERS, "wanted": "Her Lunch, please", **changed})
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert "Her Lunch, please" in page
    assert not SafeguardingConcern.objects.exists()


def test_answers_when_as_long_as_allowed_are_taken() -> None:
    longest = {field: "💬" * most for field, most in LENGTHS.items()}
    assert Client().post(URL, {**ANSWERS, **longest}).status_code == 201


def test_body_when_far_too_large_is_refused_before_it_is_read() -> None:
    response = Client().post(URL, {**ANSWERS, "happened": "x" * MOST_BYTES})
    assert response.status_code == 413
    assert "Go back: your answers are still in the form" in response.content.decode()


def test_concerns_when_too_many_come_from_one_address_wait_with_their_words() -> None:
    client = Client()
    for number in range(BY_CONCERN_ADDRESS.free):
        assert client.post(URL, {**ANSWERS, "wanted": str(number)}).status_code == 201
    response = client.post(URL, {**ANSWERS, "happened": "Held back"})
    assert response.status_code == 429
    assert "Held back" in response.content.decode()
    assert "or phone us now" in response.content.decode()
    assert client.post(URL, ANSWERS, REMOTE_ADDR="192.0.2.7").status_code == 201


def test_form_when_another_site_sent_it_is_shown_before_it_is_sent() -> None:
    response = Client(headers={"sec-fetch-site": "cross-site"}).post(URL, ANSWERS)
    assert response.status_code == 422
    assert "Another website opened this form" in response.content.decode()
    assert not SafeguardingConcern.objects.exists()


def test_concern_when_about_a_child_is_kept_as_passed_on_and_says_the_number() -> None:
    page = Client().post(URL, {**ANSWERS, "about": "child"}).content.decode()
    assert "Now phone children’s services" in page
    assert "adult team does not work on concerns about children" in page
    concern = SafeguardingConcern.objects.get()
    assert concern.state == ConcernState.PASSED_ON
    assert Task.objects.get().title == "Concern about a child to pass on"


def test_concern_when_in_danger_says_999_and_is_due_today() -> None:
    page = Client().post(URL, {**ANSWERS, "danger": "yes"}).content.decode()
    assert "Phone 999 now" in page
    task = Task.objects.get()
    assert task.due_date == task.opened_at.date()


def hidden(page: str) -> str:
    return page.partition('name="opened_from" value="')[2].partition('"')[0]


def test_listing_when_it_led_to_the_form_is_carried_and_not_named() -> None:
    listing, client = make_public_listing(), Client()
    came = f"http://testserver/listings/{listing.slug}-{listing.public_id}/"
    page = client.get(URL, headers={"referer": came}).content.decode()
    assert "You came from a page about a listing" in page
    for said in (listing.title, str(listing.public_id), listing.supplier.name):
        assert said not in page
    answer = client.post(URL, {**ANSWERS, "opened_from": hidden(page)}).content.decode()
    assert listing.title not in answer
    concern = SafeguardingConcern.objects.get()
    assert (concern.opened_from_kind, concern.opened_from_id) == ("listings.listing", listing.pk)


def test_person_when_their_page_led_to_the_form_is_carried_and_not_named() -> None:
    person, client = make_person(name="Edith Orrell"), Client()
    came = f"http://testserver/people/{person.public_id}/"
    page = client.get(URL, headers={"referer": came}).content.decode()
    assert "You came from a page about a person" in page
    assert "Edith" not in page
    client.post(URL, {**ANSWERS, "opened_from": hidden(page)})
    assert SafeguardingConcern.objects.get().opened_from_id == person.pk


@pytest.mark.parametrize(
    "came", ["http://evil.example/people/x/", "http://[", "http://testserver/my/", "", "nonsense"]
)
def test_page_when_it_is_about_nobody_is_not_carried(came: str) -> None:
    page = Client().get(URL, headers={"referer": came}).content.decode()
    assert hidden(page) == ""
    assert "You came from" not in page


@pytest.mark.parametrize("sealed", ["nonsense", "gAAAAA", "£", "x" * 5000])
def test_reference_when_forged_is_left_out_and_the_concern_is_kept(sealed: str) -> None:
    assert Client().post(URL, {**ANSWERS, "opened_from": sealed}).status_code == 201
    assert SafeguardingConcern.objects.get().opened_from_kind == ""


def test_reference_when_of_another_council_carries_nothing() -> None:
    listing = make_public_listing()
    came = f"http://testserver/listings/{listing.slug}-{listing.public_id}/"
    page = Client().get(URL, headers={"referer": came}).content.decode()
    there = Client(headers={"host": "otherton.localhost"})
    there.post(URL, {**ANSWERS, "opened_from": hidden(page)})
    assert SafeguardingConcern.objects.get().opened_from_kind == ""


def test_reference_when_sent_to_any_page_looks_nothing_up() -> None:
    Client().post(URL, ANSWERS)
    concern = SafeguardingConcern.objects.get()
    for query in (reference(concern.public_id), str(concern.public_id)):
        page = Client().get(f"{URL}?reference={query}").content.decode()
        assert query not in page
    assert Client().get(f"/concerns/{concern.public_id}/").status_code == 302


def test_officers_home_when_a_concern_comes_has_the_task_and_others_have_not() -> None:
    Client().post(URL, ANSWERS)
    for user, seen in ((make_officer(), True), (make_user(Role.ADMINISTRATOR), False)):
        client = Client()
        client.force_login(user)
        page = client.get("/my/").content.decode()
        assert ("Safeguarding concern to triage" in page) is seen
