"""The settings desk and its first page: seen by who may, and only the council's own."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PLAN_DECIDE_DAYS
from marketplace.core.actors import SystemActor
from marketplace.council.actions import set_figure
from marketplace.council.rules import MAY_SET_FIGURES
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user

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


def test_figures_when_not_ones_role_are_closed():
    client = Client()
    client.force_login(make_user(Role.BROKER))
    assert client.get(reverse("council:figures")).status_code == 403
