"""Everybody who works with a person reads where they live now and what helps them now."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.people.models import CommunicationNeed, Person, PersonAddress
from marketplace.people.queries import Reach, reach_of
from marketplace.safeguarding.actions.linking import link_person
from tests.factories.accounts import NOW, as_viewer, make_user
from tests.factories.brokerage import make_case
from tests.factories.people import let_speak, make_person
from tests.factories.reconciliation import make_lines, make_money
from tests.factories.safeguarding import make_concern, make_officer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)
STALE = "Large print, 18 point"
HELPER = "Tom Ellery"


def let_need(person: Person, kind: str, detail: str = "", *, ended: bool = False) -> None:
    writer = make_user(Role.PRACTITIONER)
    end = {"ended_at": NOW, "ended_by": writer} if ended else {}
    CommunicationNeed.objects.create(
        person=person,
        kind=kind,
        detail=detail,
        review_date=TODAY + timedelta(days=365),
        recorded_at=NOW,
        recorded_by=writer,
        **end,
    )


def let_live(person: Person, town: str, first: date, until: date | None = None) -> None:
    PersonAddress.objects.create(
        person=person,
        lines="4 Mill Lane",
        town=town,
        from_date=first,
        until_date=until,
        recorded_at=NOW,
        recorded_by=make_user(Role.PRACTITIONER),
    )


def reader_of(user: User, address: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def check_shows_now(person: Person, user: User, address: str) -> None:
    """The page shows what is so now, and nothing that has ended."""
    let_need(person, "large_print", "18 point", ended=True)
    let_need(person, "bsl", "London dialect")
    let_need(person, "braille", ended=True)
    let_need(person, "other", "Speak slowly, please")
    let_live(person, "Harrowmere", date(2026, 1, 5))
    page = reader_of(user, address)
    assert "British Sign Language interpreter, London dialect" in page
    assert "Speak slowly, please" in page
    assert "Something else" not in page
    for stale in (STALE, "Braille"):
        assert stale not in page


def test_reach_when_nothing_was_ever_recorded_is_the_town_alone() -> None:
    assert reach_of(make_person(), TODAY) == Reach("Brackenford", [], [])


def test_reach_has_whom_the_council_checked_and_nobody_who_has_ended() -> None:
    person = make_person()
    let_speak(person, make_user(Role.SUPPLIER, name=HELPER))
    let_speak(person, make_user(Role.SUPPLIER, name="Al Ended"), ended=True)
    assert reach_of(person, TODAY).helpers == [f"{HELPER}, family"]


def test_reach_when_every_need_has_ended_has_none() -> None:
    person = make_person()
    let_need(person, "bsl", ended=True)
    assert reach_of(person, TODAY).needs == []


def test_reach_on_a_day_has_the_address_of_that_day() -> None:
    person, moves = make_person(), TODAY + timedelta(days=7)
    let_live(person, "Old Town", date(2026, 1, 5), moves)
    let_live(person, "New Town", moves)
    assert reach_of(person, TODAY).town == "Old Town"
    assert reach_of(person, moves).town == "New Town"


def test_a_brokers_pages_of_a_person_and_their_plan_show_what_helps_now() -> None:
    case = make_case()
    address = reverse("brokerage:person", args=[case.person.public_id])
    let_speak(case.person, make_user(Role.SUPPLIER, name=HELPER))
    assert f"{HELPER}, family" in reader_of(case.broker, address)
    check_shows_now(case.person, case.broker, address)
    assert "Harrowmere" in reader_of(case.broker, address)
    plan = reader_of(case.broker, reverse("brokerage:plan", args=[case.plan.public_id]))
    assert "British Sign Language interpreter" in plan
    assert "Harrowmere" in plan


def test_the_page_of_a_payment_shows_what_helps_now() -> None:
    money = make_money()
    (line,) = make_lines(money.account, (-4950, "AMARA OBI", 2))
    check_shows_now(money.person, money.finance, f"/money/payments/{line.public_id}/")


def test_an_officers_page_of_a_person_shows_what_helps_now() -> None:
    officer, person, concern = make_officer(), make_person(), make_concern()
    link_person(by=as_viewer(officer), concern_id=concern.pk, person_public_id=person.public_id)
    address = reverse("safeguarding:person", args=[concern.public_id])
    check_shows_now(person, officer, address)
    assert "Harrowmere" in reader_of(officer, address)
