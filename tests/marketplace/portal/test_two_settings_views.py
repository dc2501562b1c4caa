"""Two who change one setting at once: the second one reads what the first one saved before it is replaced."""

from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import Team
from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PLAN_DECIDE_DAYS
from marketplace.core.models import AuditEvent
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import make_authority, make_user
from tests.factories.seen import seen_on

pytestmark = pytest.mark.django_db
DAY = {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2030"}


@dataclass(frozen=True)
class Setting:
    """A settings page, what two colleagues enter there, and what the second one reads."""

    page: str
    first: dict[str, str]
    second: dict[str, str]
    said: str
    event: str


def contact() -> Setting:
    facts = {"help_hours": "weekdays 8am to 6pm", "email": "care@fernshire.example"}
    return Setting(
        reverse("council:contact"),
        {**facts, "help_phone": "01632 960 111"},
        {**facts, "help_phone": "01632 960 222"},
        "Phone: now “01632 960 111”",
        "contact_set",
    )


def addresses() -> Setting:
    host = make_authority().hosts.get().host
    return Setting(
        reverse("council:addresses"),
        {"main_host": host, "mail_from": "one@fernshire.example"},
        {"main_host": host, "mail_from": "two@fernshire.example"},
        "Sender of mail: now “one@fernshire.example”",
        "addresses_set",
    )


def figure() -> Setting:
    return Setting(
        reverse("council:figure", args=[PLAN_DECIDE_DAYS.key]),
        {**DAY, "value": "9", "source": "Cabinet, 3 March"},
        {**DAY, "value": "12", "source": "Cabinet, 4 March"},
        "Somebody changed this",
        "figure_set",
    )


def phones() -> Setting:
    facts = {"children": "01632 960 333", "adults_hours": "", "children_hours": ""}
    return Setting(
        reverse("safeguarding:phones"),
        {**facts, "adults": "01632 960 111"},
        {**facts, "adults": "01632 960 222"},
        "concerns about adults: now “01632 960 111”",
        "concern_phones_set",
    )


def processor() -> Setting:
    facts = {"mode": "test", "secret": "whsec_1"}
    return Setting(
        reverse("cards:processor"),
        {**facts, "account": "acct_1"},
        {**facts, "account": "acct_2"},
        "Account: now “acct_1”",
        "card_processor_set",
    )


def team() -> Setting:
    made = Team.objects.create(authority=make_authority(), name="North")
    return Setting(
        reverse("accounts:team", args=[made.pk]),
        {"name": "South"},
        {"name": "East"},
        "Name of the team: now “South”",
        "team_renamed",
    )


def word() -> Setting:
    kind = TermKind.LANGUAGE
    term = Term.objects.create(authority=make_authority(), kind=kind, code="bsl", label="BSL")
    return Setting(
        reverse("vocabulary:term", args=[term.pk]),
        {"label": "Signed"},
        {"label": "Sign language"},
        "Name: now “Signed”",
        "term_renamed",
    )


SETTINGS = [contact, addresses, figure, phones, processor, team, word]


def signed_in() -> Client:
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("make", SETTINGS)
def test_setting_that_a_colleague_changed_meanwhile_is_shown_before_it_is_replaced(make):
    one, two, setting = signed_in(), signed_in(), make()
    seen = seen_on(two.get(setting.page))
    assert one.post(setting.page, {**setting.first, **seen}).status_code == 302
    refused = two.post(setting.page, {**setting.second, **seen})
    shown = unescape(refused.content.decode())
    assert "Somebody changed this after you opened the page" in shown
    assert setting.said in shown
    for typed in set(setting.second.values()) - {setting.second.get("secret")}:
        assert typed in shown
    assert AuditEvent.objects.filter(event=setting.event).count() == 1
    assert two.post(setting.page, {**setting.second, **seen_on(refused)}).status_code == 302
    assert AuditEvent.objects.filter(event=setting.event).count() == 2
