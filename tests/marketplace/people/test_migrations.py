"""Who could write a plan still may after the scopes were split, and back again nothing else is lost."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from marketplace.accounts.models import Team
from marketplace.accounts.rules import Role
from marketplace.people.models import Access
from marketplace.people.rules import AccessCapacity, Scope
from tests.factories.accounts import make_user
from tests.factories.people import REGISTERED, let_see, make_person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def _put_back() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0, interactive=False)


def scopes(table_capacity: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scope FROM people_access WHERE capacity = %s ORDER BY scope", [table_capacity]
        )
        return [scope for (scope,) in cursor.fetchall()]


@pytest.mark.usefixtures("_put_back")
def test_access_when_carried_back_and_forth_keeps_who_could_write() -> None:
    broker, person = make_user(Role.BROKER), make_person()
    let_see(person, AccessCapacity.BROKER, user=broker)
    let_see(person, AccessCapacity.APPROVER, role=Role.APPROVER)
    north = Team.objects.create(authority=person.authority, name="North")
    let_see(person, AccessCapacity.FINANCE, team=north)
    Access.objects.filter(capacity=AccessCapacity.APPROVER).update(ended_at=REGISTERED)
    before = {one: scopes(one) for one in ("broker", "approver")}
    call_command("migrate", "people", "0009", verbosity=0, interactive=False)
    assert scopes("broker") == scopes("approver") == ["plan", "record"]
    assert scopes("finance") == []
    call_command("migrate", verbosity=0, interactive=False)
    assert {one: scopes(one) for one in before} == before
    assert Scope.PLAN_WRITE in before["broker"]
    ended = Access.objects.filter(capacity=AccessCapacity.APPROVER)
    assert set(ended.values_list("ended_at", "role")) == {(None, "approver")}
    assert None not in set(ended.values_list("until_date", flat=True))
