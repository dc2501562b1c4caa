"""Who looks or acts: in one council, at one instant, with the roles held there then."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime

import pytest

from marketplace.accounts.models import Membership, Team
from marketplace.accounts.permissions import can
from marketplace.accounts.rules import Role, roles
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.rooms import Permission
from tests.factories.accounts import NOW, make_authority, make_other_authority, make_user

pytestmark = pytest.mark.django_db
MAY_LOOK = Permission("look", "look", roles(Role.BROKER))


def test_viewer_when_a_user_has_the_roles_of_this_council_only(django_assert_num_queries):
    user = make_user(Role.BROKER, limit_pence=500)
    Membership.objects.create(user=user, authority=make_other_authority(), role=Role.FINANCE)
    here = make_authority()
    with django_assert_num_queries(1):
        viewer = Viewer.of(user, here, NOW)
    assert (viewer.roles, viewer.limit_pence) == ({Role.BROKER}, 500)
    assert Viewer.of(user, make_other_authority(), NOW).roles == {Role.FINANCE}


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2026, 4, 30), False), (date(2026, 5, 1), True), (date(2026, 6, 1), False)],
)
def test_viewer_when_a_membership_has_days_holds_the_role_between_them(day, held):
    user = make_user()
    Membership.objects.create(
        user=user,
        authority=make_authority(),
        role=Role.BROKER,
        from_date=date(2026, 5, 1),
        until_date=date(2026, 6, 1),
    )
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert (Role.BROKER in Viewer.of(user, make_authority(), at).roles) is held


def test_viewer_when_in_a_team_knows_it():
    user, team = make_user(), Team.objects.create(authority=make_authority(), name="North")
    Membership.objects.create(user=user, authority=make_authority(), role=Role.BROKER, team=team)
    assert Viewer.of(user, make_authority(), NOW).teams == {team.pk}


def test_may_when_a_user_asks_the_role_and_when_a_machine_its_own_list():
    here, there = make_authority(), make_other_authority()
    broker = Viewer.of(make_user(Role.BROKER), here, NOW)
    assert can(broker, MAY_LOOK, here.pk)
    assert not can(broker, MAY_LOOK, there.pk)
    looker, idle = SystemActor("looker", frozenset({MAY_LOOK})), SystemActor("idle")
    assert can(Viewer.machine(looker, NOW, here), MAY_LOOK, here.pk)
    assert not can(Viewer.machine(looker, NOW, here), MAY_LOOK, there.pk)
    assert can(Viewer.machine(looker, NOW), MAY_LOOK, there.pk)
    assert not can(Viewer.machine(idle, NOW), MAY_LOOK, here.pk)


def test_may_when_closed_or_nobody_is_no():
    user = make_user(Role.BROKER)
    user.is_active = False
    assert not Viewer.of(user, make_authority(), NOW).may(MAY_LOOK)
    assert not Viewer.of(None, make_authority(), NOW).may(MAY_LOOK)


def test_viewer_when_made_cannot_be_changed_and_dates_are_londons():
    viewer = Viewer.of(None, make_authority(), datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert viewer.today == date(2026, 7, 1)
    with pytest.raises(FrozenInstanceError):
        viewer.authority = None
