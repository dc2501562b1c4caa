"""Host names that lead nowhere are named, and failed sign-ins are counted without anybody's name."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from marketplace.accounts.health import hosts, sign_in_failures
from marketplace.accounts.models import Authority
from marketplace.core.audit import record
from tests.factories.accounts import as_viewer, make_authority, make_user

pytestmark = pytest.mark.django_db


def test_site_without_any_council_is_not_well(at: datetime) -> None:
    found = hosts(at)
    assert (found.sentence, found.to_do) == (
        "There is no council yet.",
        "Run manage.py make_council.",
    )


def test_site_whose_only_council_has_no_host_is_not_well(at: datetime) -> None:
    Authority.objects.create(slug="hostless", name="Hostless")
    assert hosts(at).sentence == "No council has a host name."


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        (["testserver", "other.example"], "other.example is in HANDRAIL_HOSTS, and no council's"),
        (["[::1]"], "testserver is a council's, and not in HANDRAIL_HOSTS"),
    ],
)
def test_host_that_leads_nowhere_is_named(
    settings: Settings, at: datetime, allowed: list[str], said: str
) -> None:
    make_authority()
    settings.ALLOWED_HOSTS = ["testserver"]
    assert hosts(at).is_well
    settings.ALLOWED_HOSTS = allowed
    assert said in hosts(at).sentence


def test_council_without_a_host_is_named(at: datetime) -> None:
    make_authority()
    Authority.objects.create(slug="hostless", name="Hostless")
    assert "the council hostless has no host name" in hosts(at).sentence


def test_failed_sign_ins_of_the_last_hour_are_counted(at: datetime) -> None:
    user = make_user()
    for event, minutes in (
        ("sign_in_failed", 5),
        ("second_step_failed", 59),
        ("sign_in_failed", 61),
    ):
        by = as_viewer(user, at - timedelta(minutes=minutes))
        record(event=event, by=by, subject=user)
    record(event="signed_in", by=as_viewer(user, at), subject=user)
    assert sign_in_failures(at).gauges[0].value == 2
