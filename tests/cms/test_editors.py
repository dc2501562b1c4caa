"""Who edits a council's pages is who is its editor today, from the moment at which the role is given."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from cms.actions import follow_editors
from cms.jobs import follow_editors_by_day
from cms.models import CouncilSite
from marketplace.accounts.actions.roles import end_role, give_role
from marketplace.accounts.models import Membership, User
from marketplace.accounts.rules import MAY_GIVE_ROLES, MAY_GIVE_ROLES_ALONE, Role
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from tests.conftest import NOW
from tests.factories.accounts import (
    as_viewer,
    make_authority,
    make_other_authority,
    make_user,
)
from tests.factories.cms import make_council_site

pytestmark = pytest.mark.django_db
GIVER = SystemActor("roles", frozenset({MAY_GIVE_ROLES, MAY_GIVE_ROLES_ALONE}))


def change(act: object, user: User, role: Role = Role.EDITOR) -> None:
    act(by=as_viewer(GIVER, NOW), user_id=user.pk, authority_id=make_authority().pk, role=role)  # type: ignore[operator]


def editors(site: CouncilSite) -> list[User]:
    return list(site.editors.user_set.order_by("pk"))


def pages_open_to(user: User) -> int:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/cms-admin/").status_code


def test_editor_when_the_role_is_given_may_edit_at_once_and_no_more_when_it_ends() -> None:
    site, other = make_council_site(), make_council_site(make_other_authority())
    user = make_user()
    with time_machine.travel(NOW, tick=False):
        assert pages_open_to(user) == 403
        change(give_role, user)
        assert editors(site) == [user]
        assert pages_open_to(user) == 200
        change(end_role, user)
        assert pages_open_to(user) == 403
    assert editors(site) == editors(other) == []
    events = AuditEvent.objects.filter(event__startswith="cms.editor").order_by("pk")
    told = [(row.event, row.data["user_id"], row.by_system) for row in events]
    assert told == [
        ("cms.editor_added", user.pk, "cms_editors"),
        ("cms.editor_removed", user.pk, "cms_editors"),
    ]


def test_other_roles_and_a_council_without_pages_change_no_editors() -> None:
    user = make_user()
    change(give_role, user)
    site = make_council_site()
    assert editors(site) == [user]
    other = make_user()
    change(give_role, other, Role.BROKER)
    assert editors(site) == [user]


def test_editors_by_day_are_let_in_when_they_begin_and_out_when_they_end() -> None:
    site = make_council_site()
    begins, ends = make_user(Role.EDITOR), make_user(Role.EDITOR)
    with time_machine.travel(NOW, tick=False) as clock:
        Membership.objects.filter(user=begins).update(from_date=NOW.date() + timedelta(days=1))
        Membership.objects.filter(user=ends).update(until_date=NOW.date() + timedelta(days=1))
        follow_editors_by_day.func()
        assert editors(site) == [ends]
        clock.shift(timedelta(days=1))
        follow_editors_by_day.func()
        assert editors(site) == [begins]
        before = AuditEvent.objects.count()
        follow_editors_by_day.func()
        assert AuditEvent.objects.count() == before


def test_follow_when_whoever_asks_may_not_edit_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        follow_editors(
            by=as_viewer(SystemActor("other"), NOW), authority_id=make_authority().pk, user_ids=[]
        )
