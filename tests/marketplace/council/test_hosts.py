"""The host names of a council: added and removed with its pages, checked, and never none."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from marketplace.accounts.models import AuthorityHost
from marketplace.accounts.queries import hosts_of
from marketplace.accounts.requests import host_in
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.council.actions import add_host, remove_host, set_contact
from marketplace.council.errors import OutsideRefused
from marketplace.council.rules import contact_problems, host_problems
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.cms import make_council_site
from tests.factories.seen import post_seen

pytestmark = pytest.mark.django_db
EMAIL = "us@f.example"
NEW = "care.fernshire.example"


def administrator():
    return as_viewer(make_user(Role.ADMINISTRATOR))


def refused(act, host):
    with pytest.raises(OutsideRefused) as refusal:
        act(by=administrator(), authority=make_authority(), host=host)
    return refusal.value.codes


def test_host_when_added_serves_the_pages_and_when_removed_no_more(settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_council_site(make_authority())
    add_host(by=administrator(), authority=make_authority(), host=NEW)
    assert Client(HTTP_HOST=NEW).get("/").status_code == 200
    remove_host(by=administrator(), authority=make_authority(), host="testserver")
    assert hosts_of(make_authority()) == [NEW]
    assert list(Site.objects.values_list("hostname", flat=True)) == [NEW]
    assert Client(HTTP_HOST="testserver").get("/").status_code == 404


def test_host_when_added_before_there_are_pages_is_the_councils():
    add_host(by=administrator(), authority=make_authority(), host=NEW)
    assert hosts_of(make_authority()) == ["testserver", NEW]


def test_host_when_taken_or_not_own_or_the_last_is_refused():
    make_other_authority()
    assert refused(add_host, "otherton.localhost") == ["host_taken"]
    assert refused(remove_host, "otherton.localhost") == ["host_not_own"]
    assert refused(remove_host, "testserver") == ["host_last"]
    assert AuthorityHost.objects.count() == 2


@pytest.mark.parametrize(
    "host", ["", "https://x.example", "x.example:80", "x.example/", "-x.example", "x" * 254, "a b"]
)
def test_host_when_it_is_none_is_refused(host):
    assert [one.code for one in host_problems(host, taken=False)] == ["host_unlike"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", NEW, "xn--caf-dma.example"])
def test_host_when_it_is_one_is_taken(host):
    assert host_problems(host, taken=False) == []


def test_hosts_when_not_ones_role_stay():
    with pytest.raises(PermissionDenied):
        add_host(by=as_viewer(make_user(Role.FINANCE)), authority=make_authority(), host=NEW)
    assert hosts_of(make_authority()) == ["testserver"]


def test_command_adds_and_removes_and_says_what_is_there():
    make_authority()
    said = StringIO()
    call_command("council", "fernshire", add_host=NEW.upper(), stdout=said)
    call_command("council", "fernshire", remove_host="testserver", stdout=said)
    assert said.getvalue().count(NEW) == 2
    with pytest.raises(CommandError):
        call_command("council", "fernshire", remove_host=NEW, stdout=said)


def test_host_when_one_works_at_it_stays():
    add_host(by=administrator(), authority=make_authority(), host=NEW)
    with pytest.raises(OutsideRefused) as refusal:
        remove_host(by=administrator(), authority=make_authority(), host=NEW, reached_at=NEW)
    assert list(refusal.value.codes) == ["host_in_use"]


def test_pages_add_a_host_and_remove_it_after_asking():
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.post(reverse("council:host_add"), {"host": NEW.upper()}).status_code == 302
    listed = client.get(reverse("council:addresses")).content.decode()
    assert NEW in listed
    assert "you use it now" in listed
    again = client.post(reverse("council:host_add"), {"host": NEW}).content.decode()
    assert f"A council is served at {NEW} already." in again
    url = reverse("council:host_remove")
    assert "will stop working" in client.get(url, {"host": NEW}).content.decode()
    client.post(url, {"host": "testserver"}, follow=True)
    assert hosts_of(make_authority()) == ["testserver", NEW]
    client.post(url, {"host": NEW})
    assert hosts_of(make_authority()) == ["testserver"]
    make_other_authority()
    client.post(url, {"host": "otherton.localhost"})
    assert AuthorityHost.objects.filter(host="otherton.localhost").exists()


def test_contact_details_when_set_are_on_every_page_and_when_wrong_say_how():
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    url = reverse("council:contact")
    good = {"help_phone": "01632 960 999", "help_hours": "Mondays", "email": "us@f.example"}
    assert post_seen(client, url, good).status_code == 302
    shown = client.get(reverse("portal:home")).content.decode()
    assert "01632 960 999" in shown
    assert "Mondays" in shown
    refused_page = client.post(url, {**good, "help_phone": "the front desk"}).content.decode()
    assert "Phone: enter a phone number, like 01632 960 100" in refused_page
    assert "the front desk" in refused_page
    assert AuditEvent.objects.filter(event="contact_set").count() == 1


@pytest.mark.parametrize("phone", ["12345", "call us", "0" * 31, "１２３４５６"])
def test_phone_when_it_is_none_is_refused(phone):
    def codes(*answers):
        return [one.code for one in contact_problems(*answers)]

    assert codes(phone, "always", EMAIL) == ["council_phone_unlike"]
    assert codes("999999", " ", EMAIL) == ["council_hours_unlike"]


@pytest.mark.parametrize("email", ["", "care", "a@b", "a b@f.example", "x" * 250 + "@a.uk"])
def test_contact_email_when_it_is_none_is_refused_and_all_stays(email):
    facts = {"help_phone": "01632 960 999", "help_hours": "Mondays", "email": email}
    with pytest.raises(OutsideRefused) as refusal:
        set_contact(by=administrator(), authority=make_authority(), **facts)
    assert refusal.value.codes == ["council_email_unlike"]
    assert make_authority().help_hours != "Mondays"


def test_contact_details_when_not_ones_role_stay():
    facts = {"help_phone": "01632 960 999", "help_hours": "Mondays", "email": "us@f.example"}
    with pytest.raises(PermissionDenied):
        set_contact(by=as_viewer(make_user(Role.COMMISSIONER)), authority=make_authority(), **facts)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (NEW, NEW),
        (NEW.upper(), NEW),
        (f"{NEW}:8000", NEW),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::1]:8000", "::1"),
        ("no host", ""),
    ],
)
def test_host_in_what_a_browser_sends_is_without_port_and_brackets(address, host):
    assert host_in(address) == host
