"""Nobody loses what they typed: a form that a gate refuses is kept for its author, and sent again."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marketplace.accounts.actions.kept import drop_answers, forget_answers
from marketplace.accounts.jobs import ACTOR
from marketplace.accounts.kept_fields import MOST_KEPT
from marketplace.accounts.models import KeptAnswers, User
from marketplace.accounts.queries import kept_answers
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import NotVisible
from marketplace.core.models import AuditEvent
from marketplace.listings.models import Listing
from tests.conftest import NOW
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.listings import make_listing
from tests.factories.suppliers import make_supplier_with_user

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
WORDS = "We help with washing & <b>dressing</b>,\r\nevery morning."
IDLE = timedelta(minutes=30)
PASSWORD = "a-long-password"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


class Browser:
    """One browser: keeps its cookies, checks tokens, says where a request comes from."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, headers=HERE)

    def sign_in(self, user: User) -> Any:
        token = self.token(self.client.get("/account/login/"))
        typed = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        return self.client.post("/account/login/", typed)

    def token(self, page: Any) -> str:
        return hidden(page)["csrfmiddlewaretoken"]

    def send(self, path: str, body: dict[str, Any], token: str, **headers: str) -> Any:
        return self.client.post(path, {**body, "csrfmiddlewaretoken": token}, headers=headers)


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of a page's main part, as a browser would send them."""
    main = page.content.decode().partition('<main id="main"')[2].partition("</main>")[0]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: unescape(value) for name, value in found}


class Writer:
    """A supplier at a browser, with the page of a listing's words open."""

    def __init__(self) -> None:
        supplier, self.user = make_supplier_with_user()
        self.listing: Listing = make_listing(supplier)
        self.path = reverse("listings:words", args=[self.listing.public_id])
        self.browser = Browser()
        assert self.browser.sign_in(self.user).status_code == 302
        page = self.browser.client.get(self.path)
        self.token = self.browser.token(page)
        self.body = {
            "title": "Home care",
            "summary": "Help at home",
            "description": WORDS,
            "version": hidden(page)["version"],
        }

    def save(self, **headers: str) -> Any:
        return self.browser.send(self.path, self.body, self.token, **headers)

    def save_with_old_token(self, headers: dict[str, str]) -> Any:
        """As a browser that says only this of where the form comes from."""
        client = Client(enforce_csrf_checks=True)
        client.cookies = self.browser.client.cookies
        body = {**self.body, "csrfmiddlewaretoken": "x" * 64}
        return client.post(self.path, body, headers=headers)

    def saved(self) -> str:
        self.listing.refresh_from_db()
        return self.listing.description

    def send_again(self, page: Any) -> Any:
        """Press "Send again": exactly what the page's form holds, to where it says."""
        action = re.search(r'<form action="([^"]+)" method="post">', main_of(page))
        assert action
        return self.browser.client.post(unescape(action[1]), hidden(page))


def main_of(page: Any) -> str:
    text: str = page.content.decode()
    return text.partition('<main id="main"')[2].partition("</main>")[0]


@pytest.fixture
def writer(clock: Any) -> Writer:
    return Writer()


def words_in_database() -> bool:
    """Whether the words can be read in the sealed column."""
    sealed = b"".join(bytes(row.sealed) for row in KeptAnswers.objects.all())
    return any(word in sealed for word in (b"washing", b"Home care", b"/my-listings/"))


def test_form_when_the_session_ran_out_is_kept_sealed_offered_and_sent_again(
    writer: Writer, clock: Any
) -> None:
    before = writer.saved()
    clock.shift(IDLE)
    answer = writer.save()
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/kept/")
    assert writer.saved() == before
    assert KeptAnswers.objects.count() == 1
    assert not words_in_database()
    page = writer.browser.client.get(answer["Location"])
    assert "You were signed out after 30 minutes without activity." in main_of(page)
    assert "We keep what you entered" in main_of(page)

    assert writer.browser.sign_in(writer.user).status_code == 302
    assert "Your answers are not saved yet" in main_of(writer.browser.client.get("/my/"))
    kept = writer.browser.client.get("/kept/")
    assert "This page was open too long" in main_of(kept)
    assert "They are not saved yet" in main_of(kept)
    assert "washing &amp; &lt;b&gt;dressing&lt;/b&gt;," in main_of(kept)
    assert "<dt>Summary</dt>" in main_of(kept)
    sent = writer.send_again(kept)
    assert sent.status_code == 302
    assert "dressing" in writer.saved()
    assert not KeptAnswers.objects.exists()
    assert writer.browser.client.get("/kept/")["Location"] == "/my/"
    assert list(
        AuditEvent.objects.filter(event__contains="answers").values_list("event", flat=True)
    ) == ["answers_kept", "kept_answers_sent"]


def test_form_when_its_token_is_old_is_kept_for_the_signed_in_user(writer: Writer) -> None:
    answer = writer.browser.send(writer.path, writer.body, "x" * 64)
    assert (answer.status_code, answer["Location"]) == (302, "/kept/")
    assert writer.send_again(writer.browser.client.get("/kept/")).status_code == 302
    assert "dressing" in writer.saved()


def test_form_when_signed_out_in_another_tab_is_kept_for_whom_the_page_was_drawn(
    writer: Writer,
) -> None:
    writer.browser.client.session.flush()
    answer = writer.save()
    assert answer["Location"] == "/account/login/?next=/kept/"
    assert KeptAnswers.objects.get().author == writer.user


def test_form_when_somebody_else_signed_in_since_is_kept_for_the_first_and_hidden_from_the_second(
    writer: Writer,
) -> None:
    other = make_user(Role.SUPPLIER)
    writer.browser.client.post(
        "/account/logout/", {"csrfmiddlewaretoken": writer.token}, headers=HERE
    )
    assert writer.browser.sign_in(other).status_code == 302
    answer = writer.save()
    assert answer.status_code == 403
    assert "This page was opened with another account" in main_of(answer)
    assert "washing" not in answer.content.decode()
    assert KeptAnswers.objects.get().author == writer.user
    assert writer.browser.client.get("/kept/")["Location"] == "/my/"
    assert "not saved yet" not in main_of(writer.browser.client.get("/my/"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_form_when_sent_by_another_site_is_refused_and_kept_nowhere(
    writer: Writer, clock: Any, headers: dict[str, str]
) -> None:
    answer = writer.browser.send(writer.path, writer.body, "x" * 64, **headers)
    assert (answer.status_code, KeptAnswers.objects.count()) == (403, 0)
    assert "washing" not in answer.content.decode()
    clock.shift(IDLE)
    writer.save(**headers)
    assert KeptAnswers.objects.count() == 0


def test_form_when_nothing_says_where_it_was_sent_from_is_kept_nowhere(writer: Writer) -> None:
    for origin in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": "//["}):
        answer = writer.save_with_old_token(origin)
        assert (answer.status_code, KeptAnswers.objects.count()) == (403, 0)
    answer = writer.save_with_old_token({"Referer": "http://testserver/my/"})
    assert (answer.status_code, KeptAnswers.objects.count()) == (302, 1)


def test_form_when_nobody_is_signed_in_goes_back_in_its_page_and_is_kept_nowhere(
    clock: Any,
) -> None:
    make_authority()
    browser = Browser()
    body = {"public_id": str(uuid4()), "note": "Words <script>", "password": "s3cret-words"}
    answer = browser.send("/shortlist/add/", body, "x" * 64)
    assert (answer.status_code, KeptAnswers.objects.count()) == (403, 0)
    assert hidden(answer).keys() == {"public_id", "note", "csrfmiddlewaretoken", "once_token"}
    assert "Words &lt;script&gt;" in main_of(answer)
    assert "s3cret" not in main_of(answer)


def test_form_of_the_account_package_when_its_token_is_old_is_kept_nowhere(writer: Writer) -> None:
    for path in ("/account/password/change/", "/account/2fa/totp/activate/", "/account/login/"):
        answer = writer.browser.send(path, {"login": "a@example.org", "email": "b"}, "x" * 64)
        assert (answer.status_code, KeptAnswers.objects.count()) == (403, 0)
        assert "a@example.org" not in main_of(answer)


def test_form_with_files_when_refused_says_which_to_choose_again(
    writer: Writer, clock: Any
) -> None:
    clock.shift(IDLE)
    writer.body["file"] = BytesIO(b"washing up")  # type: ignore[assignment]
    writer.save()
    writer.browser.sign_in(writer.user)
    assert "We do not keep files. Send again, then choose:" in main_of(
        writer.browser.client.get("/kept/")
    )


def test_kept_when_the_day_is_over_is_shown_to_nobody_and_deleted_at_night(
    writer: Writer, clock: Any
) -> None:
    writer.browser.send(writer.path, writer.body, "x" * 64)
    viewer = as_viewer(writer.user, NOW + timedelta(hours=23, minutes=59))
    assert len(kept_answers(viewer)) == 1
    assert forget_answers(by=Viewer.machine(ACTOR, viewer.at)) == 0
    tomorrow = NOW + timedelta(days=1)
    assert kept_answers(as_viewer(writer.user, tomorrow)) == []
    assert forget_answers(by=Viewer.machine(ACTOR, tomorrow)) == 1


def test_kept_when_anothers_or_of_another_council_is_not_there(writer: Writer) -> None:
    writer.browser.send(writer.path, writer.body, "x" * 64)
    public_id = KeptAnswers.objects.get().public_id
    elsewhere = as_viewer(writer.user, NOW, make_other_authority())
    for viewer in (as_viewer(make_user(Role.SUPPLIER)), elsewhere):
        assert kept_answers(viewer) == []
        with pytest.raises(NotVisible):
            drop_answers(by=viewer, public_id=public_id, sent=False)
    answer = Client()
    answer.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert answer.post(reverse("accounts:discard", args=[public_id])).status_code == 404
    KeptAnswers.objects.update(author=make_user())
    assert kept_answers(as_viewer(KeptAnswers.objects.get().author)) == [], "sealed for the other"


def test_kept_when_discarded_is_gone(writer: Writer) -> None:
    writer.browser.send(writer.path, writer.body, "x" * 64)
    row = KeptAnswers.objects.get()
    token = writer.browser.token(writer.browser.client.get("/kept/"))
    answer = writer.browser.send(reverse("accounts:discard", args=[row.public_id]), {}, token)
    assert answer.status_code == 302
    assert not KeptAnswers.objects.exists()


def test_kept_when_there_are_too_many_gives_up_the_oldest(writer: Writer, clock: Any) -> None:
    for number in range(MOST_KEPT + 2):
        clock.shift(timedelta(seconds=1))
        writer.body["title"] = f"Title {number}"
        writer.browser.send(writer.path, writer.body, "x" * 64)
    titles = [dict(one.answers)["title"] for one in kept_answers(as_viewer(writer.user))]
    assert titles == [[f"Title {number}"] for number in range(MOST_KEPT + 1, 1, -1)]


def test_form_when_too_long_to_keep_goes_back_in_its_page(writer: Writer) -> None:
    writer.body["description"] = "washing " * 10_000
    answer = writer.browser.send(writer.path, writer.body, "x" * 64)
    assert (answer.status_code, KeptAnswers.objects.count()) == (403, 0)
    assert "washing" in hidden(answer)["description"]


def test_kept_when_refused_a_second_time_is_kept_once(writer: Writer, clock: Any) -> None:
    writer.browser.send(writer.path, writer.body, "x" * 64)
    page = writer.browser.client.get("/kept/")
    clock.shift(IDLE)
    assert "/account/login/" in writer.send_again(page)["Location"]
    assert KeptAnswers.objects.count() == 1


def test_kept_when_the_view_does_not_take_it_stays(writer: Writer) -> None:
    writer.browser.send(writer.path, writer.body, "x" * 64)
    page = writer.browser.client.get("/kept/")
    writer.listing.supplier.staff.all().delete()
    assert writer.send_again(page).status_code in (403, 404)
    assert KeptAnswers.objects.count() == 1
