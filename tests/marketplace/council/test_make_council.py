"""`manage.py make_council` on an empty database: by options, asked on a terminal, refused whole."""

import io
import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from marketplace.accounts.models import Authority, AuthorityHost, Invitation, Membership, User
from marketplace.accounts.queries import roles_held
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import Rooms
from marketplace.council.making import make_council
from marketplace.council.models import CouncilFigure
from marketplace.council.rules import Administrator
from marketplace.vocabulary.models import Term
from tests.conftest import NOW
from tests.factories.at_once import at_once
from tests.marketplace.council.test_packs import ANSWERS, maker

pytestmark = pytest.mark.django_db
HOST = "care.northshire.example"
PASSWORD = "three words together"
ADA, BEN = "Ada Wren <ada@northshire.example>", "Ben Holt <ben@northshire.example>"
GIVEN: dict[str, Any] = {
    "name": "Northshire County Council",
    "short_name": "Northshire",
    "slug": "northshire",
    "ons_code": "E10000000",
    "help_phone": "01632 960 100",
    "help_hours": "9am to 5pm, Monday to Friday",
    "email": "care@northshire.example",
    "hosts": [HOST, "www.northshire.example"],
    "administrators": [ADA, BEN],
}


class Terminal(io.StringIO):
    """What somebody types, at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def type_in(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))

    return type_in


@pytest.fixture(autouse=True)
def _nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())


def run(**changes: Any) -> str:
    said = StringIO()
    call_command("make_council", stdout=said, **{**GIVEN, **changes})
    return said.getvalue()


def counts() -> dict[str, int]:
    """Everything that making a council may leave behind."""
    models = (
        Authority,
        AuthorityHost,
        Term,
        CouncilFigure,
        Page,
        Site,
        Group,
        Invitation,
        AuditEvent,
    )
    return {model._meta.label: model._default_manager.count() for model in models}


def links(said: str) -> list[str]:
    return re.findall(r"https?://\S+/account/invitation/(\S+)/", said)


def test_council_when_made_by_options_serves_its_pages_at_each_host() -> None:
    said = run()
    offer = reverse("suppliers:offer")
    for host in GIVEN["hosts"]:
        for path in ("/", "/find/", "/help-and-advice/", "/account/login/", offer):
            response = Client().get(path, headers={"host": host})
            assert response.status_code == 200, (host, path)
            assert "Northshire" in response.content.decode()
    assert Client().get("/", headers={"host": "other.example"}).status_code == 404
    assert "Northshire County Council is made" in said
    assert "England’s charging figures, from 6 April 2026" in said
    assert "manage.py school_terms northshire" in said
    assert "manage.py load_postcodes" in said


def test_command_logs_no_line_for_each_job_and_leaves_the_log_as_it_was(
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Any]]],
) -> None:
    caplog.set_level("INFO", "handrail.requests")
    with django_capture_on_commit_callbacks(execute=True):
        run()
    assert not [one for one in caplog.records if one.name == "handrail.requests"]
    assert logging.getLogger("handrail.requests").level == logging.INFO


def test_first_administrator_opens_the_link_sets_a_password_and_signs_in_with_it() -> None:
    first, second = links(run())
    client = Client(headers={"host": HOST})
    address = reverse("accounts:invitation", args=[first])
    assert "Ada Wren" in client.get(address).content.decode()
    client.post(address, {"name": "Ada Wren", "password1": PASSWORD})
    ada = User.objects.get(email="ada@northshire.example")
    council = Authority.objects.get()
    viewer = Viewer.machine(SystemActor("test"), now(), council)
    assert Membership.objects.filter(user=ada, authority=council, role=Role.ADMINISTRATOR).exists()
    assert ada.check_password(PASSWORD)
    again = Client(headers={"host": HOST})
    again.post("/account/login/", {"login": ada.email, "password": PASSWORD})
    assert again.get("/settings/").status_code == 200
    assert Client(headers={"host": HOST}).post(
        address, {"name": "Eve", "password1": PASSWORD}
    ).status_code in (200, 302)
    assert User.objects.count() == 1
    Client(headers={"host": HOST}).post(
        reverse("accounts:invitation", args=[second]), {"name": "Ben Holt", "password1": PASSWORD}
    )
    assert [role for _, role in roles_held(viewer)] == [Role.ADMINISTRATOR] * 2


def test_link_of_one_council_when_opened_at_another_is_not_there() -> None:
    (first, _) = links(run())
    run(
        slug="otherton",
        name="Otherton Council",
        ons_code="",
        hosts=["care.otherton.example"],
        administrators=["Cy Low <cy@otherton.example>", "Di Moss <di@otherton.example>"],
    )
    response = Client(headers={"host": "care.otherton.example"}).get(
        reverse("accounts:invitation", args=[first])
    )
    assert response.status_code == 404


def test_made_a_second_time_says_what_is_there_and_changes_nothing() -> None:
    run()
    before = counts()
    with pytest.raises(CommandError) as refusal:
        run(name="Another", hosts=["new.example"])
    assert counts() == before
    said = str(refusal.value)
    assert "There is a council northshire already: Northshire County Council" in said
    assert HOST in said
    assert "none has opened their link yet" in said
    assert said.endswith("Nothing was changed.")


REFUSED = {
    "no slug": ({"slug": "North Shire"}, "Short word"),
    "no name": ({"name": " "}, "Name:"),
    "ONS code of a district": ({"ons_code": "E07000001"}, "ONS code"),
    "no phone number": ({"help_phone": "phone us"}, "Phone: enter"),
    "no hours": ({"help_hours": "  "}, "Hours: enter"),
    "no email": ({"email": "care"}, "Email"),
    "an address for a host": ({"hosts": ["https://care.example/"]}, "is not a host name"),
    "a host twice": ({"hosts": [HOST, HOST]}, "entered twice"),
    "a host in use": ({"hosts": ["used.example"]}, "A council is served at used.example already"),
    "one administrator": ({"administrators": [ADA]}, "enter 2 people, not 1"),
    "three": ({"administrators": [ADA, BEN, BEN]}, "enter 2 people, not 3"),
    "no name of theirs": ({"administrators": [ADA, "ben@x.example"]}, "is not a name and an email"),
    "one mailbox": (
        {"administrators": [ADA, "Ben Holt <ADA+ben@northshire.example>"]},
        "same email address",
    ),
    "one name": ({"administrators": [ADA, "Ada Wren <a.w@x.example>"]}, "same name"),
}


@pytest.mark.parametrize(("changes", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_answer_that_cannot_be_is_refused_and_nothing_is_made(
    changes: dict[str, Any], words: str
) -> None:
    other = Authority.objects.create(slug="used", name="Used", ons_code="E06000001")
    AuthorityHost.objects.create(authority=other, host="used.example")
    before = counts()
    with pytest.raises(CommandError) as refusal:
        run(**changes)
    assert words in str(refusal.value)
    assert str(refusal.value).endswith("No council was made.")
    assert counts() == before


def test_options_when_left_out_and_nobody_to_ask_are_named() -> None:
    before = counts()
    with pytest.raises(CommandError) as refusal:
        call_command("make_council", name="Northshire County Council", hosts=[HOST])
    said = str(refusal.value)
    for option in ("--short-name", "--slug", "--phone", "--hours", "--email", "--administrator"):
        assert option in said
    assert "--host " not in said
    assert "--ons-code" not in said
    assert counts() == before


def test_database_when_its_tables_are_not_made_yet_is_refused_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = "marketplace.council.management.commands.make_council.migrations_missing"
    monkeypatch.setattr(command, lambda: 3)
    with pytest.raises(CommandError, match=r"lacks 3 migrations.*Run manage\.py migrate first"):
        run()
    assert not Authority.objects.exists()


def test_council_when_a_pack_fails_is_not_made_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **facts: object) -> None:
        raise RuntimeError("the power went")

    before = counts()
    monkeypatch.setattr("cms.pack._section", fail)
    with pytest.raises(RuntimeError, match="power"):
        run()
    assert counts() == before


def test_council_when_asked_on_a_terminal_is_made_of_the_answers(
    typed: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(
        "Northshire County Council",
        "",  # the short name that is suggested
        "",  # and the short word
        "E10000000",
        "phone us",  # asked again
        "01632 960 100",
        "9am to 5pm",
        "care@northshire.example",
        "https://care.northshire.example",  # asked again
        "CARE.northshire.example, www.northshire.example",
        "Ada Wren",
        "ada@northshire.example",
        "Ben Holt",
        "ada@northshire.example",  # both asked again
        "Ada Wren",
        "ada@northshire.example",
        "Ben Holt",
        "ben@northshire.example",
    )
    said = StringIO()
    call_command("make_council", stdout=said)
    council = Authority.objects.get()
    assert (council.slug, council.short_name) == ("northshire", "Northshire")
    assert set(council.hosts.values_list("host", flat=True)) == set(GIVEN["hosts"])
    assert "is not a phone number" in said.getvalue()
    assert "is not a host name" in said.getvalue()
    assert "same email address" in said.getvalue()
    assert len(links(said.getvalue())) == 2
    assert "Short name (for headings and menus) [Northshire]" in capsys.readouterr().out


def test_terminal_when_options_give_some_asks_for_the_rest_only(typed: Callable[..., None]) -> None:
    typed("01632 960 100")
    run(help_phone=None)
    assert Authority.objects.get().help_phone == "01632 960 100"


def test_terminal_when_the_short_word_is_taken_asks_again(typed: Callable[..., None]) -> None:
    Authority.objects.create(slug="northshire", name="Northshire")
    typed("northshire", "northshire-two")
    said = run(slug=None)
    assert "There is a council northshire already." in said
    assert Authority.objects.filter(slug="northshire-two").exists()


def test_terminal_when_closed_midway_makes_nothing(typed: Callable[..., None]) -> None:
    before = counts()
    typed("Northshire County Council", "")
    with pytest.raises(CommandError) as refusal:
        call_command("make_council", stdout=StringIO())
    said, line = str(refusal.value).splitlines()
    assert said.startswith("Stopped. No council was made.")
    assert (
        line
        == "  manage.py make_council --name 'Northshire County Council' --short-name Northshire"
    )
    assert counts() == before


def test_terminal_when_options_cannot_be_asks_for_those_again(typed: Callable[..., None]) -> None:
    typed("01632 960 100", HOST, "Ada Wren", "ada@x.example", "Ben Holt", "ben@x.example")
    said = run(help_phone="phone us", hosts=["no_host"], administrators=[ADA])
    assert "is not a phone number" in said
    assert "enter 2 people, not 1" in said
    assert Invitation.objects.filter(email="ben@x.example").exists()


def test_host_when_the_server_does_not_answer_to_it_is_the_first_step(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["www.northshire.example"]
    assert f"1. Add {HOST} to HANDRAIL_HOSTS" in run()


def test_links_when_they_ran_out_can_be_made_anew_until_two_administrators_are_there() -> None:
    def again(who: str) -> str:
        said = StringIO()
        call_command("invite_administrator", "northshire", who, stdout=said)
        return links(said.getvalue())[0]

    lost, second = links(run())
    anew = again(ADA)
    client = Client(headers={"host": HOST})
    for token, name in ((lost, "Eve"), (anew, "Ada Wren"), (second, "Ben Holt")):
        Client(headers={"host": HOST}).post(
            reverse("accounts:invitation", args=[token]), {"name": name, "password1": PASSWORD}
        )
    assert sorted(User.objects.values_list("name", flat=True)) == ["Ada Wren", "Ben Holt"]
    with pytest.raises(CommandError, match="This council has 2 administrators"):
        again("Cy Low <cy@northshire.example>")
    with pytest.raises(CommandError, match="There is no council southshire"):
        call_command("invite_administrator", "southshire", ADA)
    assert client.get("/settings/").status_code == 302


def test_first_link_when_a_week_has_passed_works_no_more() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        (first, _) = links(run())
        clock.shift(7 * 24 * 3600)
        Client(headers={"host": HOST}).post(
            reverse("accounts:invitation", args=[first]), {"name": "Ada", "password1": PASSWORD}
        )
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_make_one_council_at_once_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the rooms' packs, which are long enough on a busy machine for the second to give up.
    monkeypatch.setattr("marketplace.council.pack.collected", Rooms)
    people = [
        Administrator("Ada Wren", "ada@x.example"),
        Administrator("Ben Holt", "ben@x.example"),
    ]

    def make() -> None:
        make_council(by=maker(), answers=ANSWERS, administrators=people)

    refused = at_once(make, make)
    assert refused in (["council_made_meanwhile"], ["council_there_already"])
    assert Authority.objects.filter(slug=ANSWERS.slug).count() == 1
    council = Authority.objects.get(slug=ANSWERS.slug)
    assert Invitation.objects.filter(authority=council).count() == 2
