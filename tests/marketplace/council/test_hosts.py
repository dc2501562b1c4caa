"""The host names of a council: added and removed with its pages, checked, and never none."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from wagtail.models import Site

from marketplace.accounts.models import AuthorityHost
from marketplace.accounts.queries import hosts_of
from marketplace.accounts.rules import Role
from marketplace.council.actions import add_host, remove_host
from marketplace.council.errors import OutsideRefused
from marketplace.council.rules import host_problems
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.cms import make_council_site

pytestmark = pytest.mark.django_db
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
