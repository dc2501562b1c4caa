"""Roles are given and ended by somebody else, and leave audit rows."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError

from marketplace.accounts.actions.roles import end_role, give_role
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import User
from marketplace.accounts.rules import MAY_GIVE_ROLES_ALONE, Role
from marketplace.accounts.wording import SENTENCES
from marketplace.core.actors import SystemActor
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.core.wording import sentence_of
from marketplace.suppliers.actions import register_supplier
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import (
    NOW,
    as_viewer,
    make_authority,
    make_other_authority,
    make_user,
)
from tests.refusals import codes_raised

pytestmark = pytest.mark.django_db


MACHINE = SystemActor("roles", frozenset({MAY_GIVE_ROLES_ALONE}))


def give(
    to: User, role: Role = Role.APPROVER, limit: int = 0, by: User | SystemActor = MACHINE
) -> None:
    give_role(
        by=as_viewer(by, authority=make_authority()),
        user_id=to.pk,
        authority_id=make_authority().pk,
        role=role,
        approval_limit_pence=limit,
    )


def end(by: User, of: User, role: Role = Role.APPROVER) -> None:
    end_role(by=as_viewer(by), user_id=of.pk, authority_id=make_authority().pk, role=role)


def test_role_when_given_holds_at_once_and_is_written_down() -> None:
    user = make_user()
    give(user, limit=35_000)
    viewer = as_viewer(user)
    assert viewer.roles == {Role.APPROVER}
    assert viewer.limit_pence == 35_000
    row = AuditEvent.objects.get(event="role_given")
    assert row.by_system == "roles"
    assert row.authority_id == make_authority().pk
    assert row.data == {"user_id": user.pk, "role": "approver", "approval_limit_pence": 35_000}


def test_role_when_ended_holds_no_more_from_today_and_can_be_given_anew() -> None:
    administrator, user = make_user(Role.ADMINISTRATOR), make_user(Role.APPROVER)
    end(administrator, user)
    assert as_viewer(user, authority=make_authority()).roles == frozenset()
    assert AuditEvent.objects.get(event="role_ended").data["user_id"] == user.pk
    give(user)
    assert as_viewer(user).roles == {Role.APPROVER}


def test_role_when_it_began_today_can_be_ended_today() -> None:
    administrator, user = make_user(Role.ADMINISTRATOR), make_user(Role.APPROVER)
    user.memberships.update(from_date=NOW.date())
    end(administrator, user)
    assert not user.memberships.exists()
    assert AuditEvent.objects.filter(event="role_ended").count() == 1


def test_role_when_it_begins_later_is_given_from_now() -> None:
    user = make_user(Role.APPROVER)
    user.memberships.update(from_date=NOW.date() + timedelta(days=9))
    give(user)
    assert as_viewer(user).roles == {Role.APPROVER}


def test_role_when_an_administrator_gives_it_alone_is_refused() -> None:
    administrator = make_user(Role.ADMINISTRATOR)
    for to in (make_user(), make_user(Role.BROKER), administrator):
        with pytest.raises(PermissionDenied):
            give(to, by=administrator)


def test_role_when_ones_own_is_not_ended() -> None:
    administrator = make_user(Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        end(administrator, administrator, Role.ADMINISTRATOR)


def test_role_when_ended_by_another_councils_administrator_is_refused() -> None:
    stranger = make_user(Role.ADMINISTRATOR, authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        end(stranger, make_user(Role.APPROVER))


def test_role_when_ended_later_holds_until_then_and_no_day_before_today_is_taken() -> None:
    administrator, user = make_user(Role.ADMINISTRATOR), make_user(Role.APPROVER)
    facts = {"user_id": user.pk, "authority_id": make_authority().pk, "role": Role.APPROVER}
    with pytest.raises(AccountError) as early:
        end_role(by=as_viewer(administrator), from_date=NOW.date() - timedelta(days=1), **facts)
    assert early.value.codes == ["role_ends_before_today"]
    end_role(by=as_viewer(administrator), from_date=NOW.date() + timedelta(days=3), **facts)
    assert as_viewer(user).roles == {Role.APPROVER}
    assert as_viewer(user, NOW.date() + timedelta(days=3), make_authority()).roles == frozenset()


def test_role_when_held_already_or_not_held_is_refused() -> None:
    administrator, user = make_user(Role.ADMINISTRATOR), make_user(Role.APPROVER)
    with pytest.raises(AccountError) as given:
        give(user)
    with pytest.raises(AccountError) as ended:
        end(administrator, user, Role.BROKER)
    assert (given.value.codes, ended.value.codes) == (["role_held_already"], ["role_not_held"])


def test_supplier_when_registering_gets_the_role_from_the_council_and_once() -> None:
    user = make_user()
    for name in ("Kestrel Row", "Lantern Lane"):
        register_supplier(
            by=as_viewer(user),
            authority_id=make_authority().pk,
            kind=SupplierKind.HOME_CARE,
            name=name,
            email="office@kestrel.example",
            town="Brackenford",
        )
    row = AuditEvent.objects.get(event="role_given")
    assert row.by_system == "supplier_registration"
    assert row.data["user_id"] == user.pk


def test_command_when_asked_lists_gives_and_ends() -> None:
    council, user, said = make_authority(), make_user(), StringIO()
    call_command("roles", council.slug, user.email, "broker", stdout=said)
    call_command("roles", council.slug, stdout=said)
    call_command("roles", council.slug, user.email, "broker", "--end", stdout=said)
    assert f"{user.email}: Broker" in said.getvalue()
    assert [row.by_system for row in AuditEvent.objects.order_by("pk")] == ["roles", "roles"]
    with pytest.raises(CommandError, match="does not have the role"):
        call_command("roles", council.slug, user.email, "broker", "--end")
    with pytest.raises(CommandError, match="no council"):
        call_command("roles", "nowhere")
    with pytest.raises(CommandError, match="email address of an account"):
        call_command("roles", council.slug, "nobody@nowhere.example", "broker")


SAID = [
    (
        problem("role_held_already", role="Broker"),
        "This account has the role “Broker” already",
    ),
    (problem("role_not_held", role="Broker"), "This account does not have the role “Broker”"),
]


@pytest.mark.parametrize(("refusal", "sentence"), SAID)
def test_sentence_when_refused_says_what_is_so(refusal, sentence) -> None:
    assert sentence_of(refusal) == sentence


def test_sentences_when_a_code_is_raised_have_one_and_no_other() -> None:
    assert codes_raised("marketplace/accounts") == set(SENTENCES) == {p.code for p, _ in SAID}
