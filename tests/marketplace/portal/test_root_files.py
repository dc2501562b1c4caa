"""What programs look for at the root of a site, and what production keeps to itself."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from marketplace.accounts.rules import STAFF_ROLES, Role
from marketplace.core.rooms import collected
from marketplace.portal.routes import pages_of_rooms
from tests.conftest import NOW
from tests.factories.accounts import make_authority, make_other_authority, make_user
from tests.factories.cms import make_council_site, make_information_page
from tests.factories.search import make_found_listing

pytestmark = [pytest.mark.django_db, pytest.mark.pages]


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_robots_are_kept_from_other_peoples_work_and_shown_the_sitemap() -> None:
    make_authority()
    lines = read("/robots.txt").splitlines()
    assert "Disallow: /my/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_sitemap_holds_what_is_public_in_this_council_alone() -> None:
    site = make_council_site()
    make_information_page(site, title="Getting help", slug="getting-help")
    make_information_page(site, title="A draft", slug="a-draft", live=False)
    ours = make_found_listing("Hand rails")
    hidden = make_found_listing("Stair lifts")
    type(hidden).objects.filter(pk=hidden.pk).update(state="draft")
    theirs = make_found_listing("Bath lifts", authority=make_other_authority())
    with time_machine.travel(NOW, tick=False):
        text = read("/sitemap.xml")
    assert text.startswith("<?xml")
    assert "<loc>http://testserver/</loc>" in text
    assert "<loc>http://testserver/getting-help/</loc>" in text
    assert ours.get_absolute_url() in text
    assert not [one for one in (hidden, theirs) if one.get_absolute_url() in text]
    assert "a-draft" not in text


def test_security_contact_is_told_where_one_is_set(settings: Settings) -> None:
    make_authority()
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@fernshire.example"
    with time_machine.travel(datetime(2026, 9, 21, tzinfo=UTC), tick=False):
        lines = read("/.well-known/security.txt").splitlines()
    assert lines[0] == "Contact: mailto:security@fernshire.example"
    assert lines[1] == "Expires: 2026-12-20T00:00:00+00:00"


def test_components_are_only_shown_where_the_settings_say_so(settings: Settings) -> None:
    make_authority()
    assert Client().get("/design/").status_code == 200
    settings.SHOW_COMPONENTS = False
    assert Client().get("/design/").status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.BROKER, Role.PERSON])
def test_table_of_access_is_for_the_councils_own_staff(role: Role) -> None:
    client, user = Client(), make_user(role)
    assert client.get("/access/").status_code == 302
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/access/").status_code == (200 if role in STAFF_ROLES else 403)


def test_access_is_said_in_sentences_and_addresses_shown_when_asked_for() -> None:
    client = Client()
    client.force_login(make_user(Role.AUDITOR), backend="django.contrib.auth.backends.ModelBackend")
    words = " ".join(client.get("/access/").content.decode().split())
    assert "Accreditation officer: can see and change everything of this council." in words
    assert "Anyone: can see and change public pages." in words
    assert "&lt;uuid:" not in words.replace("<wbr>", "")
    assert "Show the addresses" in words
    asked = client.get("/access/?addresses").content.decode().replace("<wbr>", "")
    assert "my-listings/&lt;uuid:public_id&gt;/words/" in asked


def test_every_room_with_pages_names_them_for_the_page_of_who_may_see_what() -> None:
    unnamed = [room.name for room in collected().all if room.urls and not room.pages]
    assert not unnamed, f"Give pages=… in the room.py of {unnamed}."
    assert all(room.sentences for room in pages_of_rooms())
