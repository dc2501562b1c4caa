"""The settings desk and its first page: seen by who may, and only the council's own."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PLAN_DECIDE_DAYS
from marketplace.core.actors import SystemActor
from marketplace.core.clock import today
from marketplace.core.rooms import Figure, collected
from marketplace.core.words import spoken_date
from marketplace.council.actions import set_figure
from marketplace.council.models import CouncilFigure
from marketplace.council.queries import figure
from marketplace.council.rules import MAY_SET_FIGURES
from marketplace.council.wording import figure_words
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.seen import post_seen

pytestmark = pytest.mark.django_db
SETTER = SystemActor("setter", frozenset({MAY_SET_FIGURES}))


def page(role: Role, address: str) -> str:
    client = Client()
    client.force_login(make_user(role))
    response = client.get(reverse(address))
    assert response.status_code == 200
    return response.content.decode()


def set_days(authority, value):
    set_figure(
        by=as_viewer(SETTER, authority=authority),
        authority=authority,
        key=PLAN_DECIDE_DAYS.key,
        value=value,
        from_date=date(2026, 4, 1),
        source="Cabinet, 3 March 2026",
    )


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_settings_when_a_role_may_lead_to_the_figures(role):
    assert reverse("council:figures") in page(role, "portal:settings")
    assert "Settings" in page(role, "portal:home")


def test_settings_list_what_a_role_may_open_under_headings_with_what_it_is_for():
    shown = page(Role.AUDITOR, "portal:settings")
    assert shown.index("The council</h2>") < shown.index("Records and checks</h2>")
    assert "Keep a record while a claim or an inquiry needs it." in shown
    assert reverse("council:addresses") not in shown
    assert "Money</h2>" not in shown


def test_settings_when_nothing_is_ones_own_say_so():
    shown = page(Role.BROKER, "portal:settings")
    assert "You have no settings to see" in shown
    assert reverse("portal:settings") not in page(Role.BROKER, "portal:home")


def test_figures_when_set_say_since_when_and_why_and_else_that_they_are_usual():
    set_days(make_authority(), 17)
    set_days(make_other_authority(), 99)
    shown = page(Role.ADMINISTRATOR, "council:figures")
    for words in ("17 days", "1 April 2026", "Cabinet, 3 March 2026", "The usual figure"):
        assert words in shown
    assert "99 days" not in shown


def test_figure_when_set_on_its_page_holds_from_its_day_and_its_history_is_there():
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, name="Ada Admin"))
    set_days(make_authority(), 17)
    url = reverse("council:figure", args=[PLAN_DECIDE_DAYS.key])
    day = today() + timedelta(days=30)
    sent = {
        "value": "12",
        "from_date_day": day.day,
        "from_date_month": day.month,
        "from_date_year": day.year,
        "source": "Cabinet, 9 May",
    }
    assert post_seen(client, url, sent).status_code == 302
    shown = client.get(url).content.decode()
    for words in ("17 days", "12 days", "Coming", "Cabinet, 9 May", "10 days", "by the server’s"):
        assert words in shown
    listed = client.get(reverse("council:figures")).content.decode()
    assert spoken_date(day) in listed
    council = make_authority().pk
    assert figure(council, PLAN_DECIDE_DAYS.key, day - timedelta(days=1)) == 17
    assert figure(council, PLAN_DECIDE_DAYS.key, day) == 12


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": "99999"}, "Enter a whole number from 0 to 3650"),
        ({"value": "ten"}, "Enter a whole number from 0 to 3650"),
        ({"from_date_year": "2020"}, "a date on or after"),
        ({"source": ""}, "Enter the decision that it rests on"),
    ],
)
def test_figure_when_it_cannot_be_so_says_why_and_keeps_what_was_typed(changed, words):
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    url = reverse("council:figure", args=[PLAN_DECIDE_DAYS.key])
    day = today() + timedelta(days=1)
    sent = {
        "value": "12",
        "from_date_day": day.day,
        "from_date_month": day.month,
        "from_date_year": day.year,
        "source": "Cabinet",
    }
    shown = client.post(url, {**sent, **changed}).content.decode()
    assert words in shown
    assert not CouncilFigure.objects.exists()


def test_figure_whose_values_have_words_is_a_choice_and_money_is_in_pounds():
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    shared = client.get(reverse("council:figure", args=["share_rule"])).content.decode()
    assert "Contribution first" in shared
    cash = client.get(
        reverse("council:figure", args=["exception_cash_from_pence"])
    ).content.decode()
    assert "£0.00" in cash
    assert client.get(reverse("council:figure", args=["none"])).status_code == 404


def test_figure_when_read_by_an_auditor_has_no_form_and_takes_none():
    client = Client()
    client.force_login(make_user(Role.AUDITOR))
    url = reverse("council:figure", args=[PLAN_DECIDE_DAYS.key])
    assert "Set it from a day" not in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 403


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("pence", 2000, "£20.00"),
        ("days", 1, "1 day"),
        ("weeks", 13, "13 weeks"),
        ("percent", 2, "2%"),
        ("count", 6, "6"),
    ],
)
def test_a_value_is_said_in_its_unit(unit, value, words):
    assert figure_words(Figure("any", "Any", unit, 1, "judgement"), value) == words


def test_figures_when_not_ones_role_are_closed():
    client = Client()
    client.force_login(make_user(Role.BROKER))
    assert client.get(reverse("council:figures")).status_code == 403


def test_figure_that_nothing_calculates_with_yet_says_so_on_its_page_and_in_the_list():
    said = "Not used in any calculation yet"
    unused = [one for one in collected().figures.values() if one.not_used_yet]
    listed = page(Role.ADMINISTRATOR, "council:figures")
    assert listed.count(said) == len(unused) == 6
    client = Client()
    client.force_login(make_user(Role.AUDITOR))
    for key, count in ((unused[0].key, 1), (PLAN_DECIDE_DAYS.key, 0)):
        shown = client.get(reverse("council:figure", args=[key])).content.decode()
        assert shown.count(said) == count
