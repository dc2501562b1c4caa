"""An administrator alone gives nobody anything; a second one confirms, and the auditor is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.actions.changes import (
    change_limit,
    confirm_change,
    lapse_changes,
    propose_roles,
    stop_change,
)
from marketplace.accounts.actions.invitations import invite
from marketplace.accounts.actions.roles import end_role
from marketplace.accounts.actions.teams import close_team, make_team, rename_team
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import Membership, StaffChange, Team, User
from marketplace.accounts.queries import is_only_administrator
from marketplace.accounts.rules import (
    MAY_GIVE_ROLES_ALONE,
    PROPOSAL_WAITS,
    AskedFor,
    ChangeState,
    Role,
    StaffNotice,
    StaffTask,
)
from marketplace.core.actors import SystemActor
from marketplace.core.errors import NotVisible
from marketplace.core.models import AuditEvent
from marketplace.notifications.models import Notification
from marketplace.notifications.queries import latest_news
from marketplace.tasks.models import Task
from tests.factories.accounts import (
    NOW,
    as_viewer,
    make_authority,
    make_other_authority,
    make_user,
)
from tests.factories.at_once import at_once

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def administrators(count: int = 2) -> list[User]:
    return [make_user(Role.ADMINISTRATOR) for _ in range(count)]


def propose(by: User, to: User, *asked: AskedFor) -> StaffChange:
    return propose_roles(
        by=as_viewer(by),
        user_id=to.pk,
        authority_id=make_authority().pk,
        asked=asked or (AskedFor(Role.FINANCE),),
    )


def confirm(by: User, change: StaffChange, day: date = TODAY) -> None:
    confirm_change(by=as_viewer(by, day), change_id=change.pk)


def roles_of(user: User, day: date = TODAY) -> set[Role]:
    return set(as_viewer(user, day, make_authority()).roles)


def test_administrator_alone_gives_nobody_anything() -> None:
    """Everything that one administrator can do, and nobody has more than before."""
    alone, colleague, council = make_user(Role.ADMINISTRATOR), make_user(Role.APPROVER), ""
    before = list(Membership.objects.values_list("user", "role", "approval_limit_pence"))
    changes = [propose(alone, colleague, AskedFor(Role.ADMINISTRATOR))]
    by, council = as_viewer(alone), make_authority()
    facts = {"by": by, "authority_id": council.pk}
    raised = change_limit(
        **facts, user_id=colleague.pk, role=Role.APPROVER, approval_limit_pence=10**6
    )
    assert raised is not None
    asked = [AskedFor(Role.ADMINISTRATOR)]
    invited = invite(**facts, email="me.too@fernshire.example", name="Me too", roles=asked)
    for change in (*changes, raised, invited.invitation.change):
        with pytest.raises(AccountError) as refused:
            confirm(alone, change)
        assert refused.value.codes == ["change_needs_second"]
    with pytest.raises(PermissionDenied):
        propose(alone, alone)
    assert list(Membership.objects.values_list("user", "role", "approval_limit_pence")) == before


def test_change_when_a_second_confirms_holds_and_is_written_down() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    change = propose(first, colleague, AskedFor(Role.APPROVER, 35_000))
    assert roles_of(colleague) == {Role.BROKER}
    confirm(second, change)
    assert roles_of(colleague) == {Role.BROKER, Role.APPROVER}
    assert as_viewer(colleague).limit_pence == 35_000
    events = AuditEvent.objects.filter(event__in=("roles_proposed", "staff_change_confirmed"))
    assert [row.by_user_id for row in events.order_by("pk")] == [first.pk, second.pk]


def test_change_when_confirmed_by_whoever_gets_it_is_refused() -> None:
    first, second = administrators()
    change = propose(first, second)
    with pytest.raises(AccountError) as own:
        confirm(second, change)
    assert own.value.codes == ["change_is_own"]


def test_change_when_its_row_is_forged_is_refused_by_the_database() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    for decided_by, user in ((first, colleague), (second, second)):
        change = propose(first, user, AskedFor(Role.EDITOR))
        forged = StaffChange.objects.filter(pk=change.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            forged.update(state=ChangeState.CONFIRMED, decided_at=NOW, decided_by=decided_by)


def test_change_when_refused_or_withdrawn_gives_nothing() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    for who, state in ((first, ChangeState.WITHDRAWN), (second, ChangeState.REFUSED)):
        change = propose(first, colleague)
        stop_change(by=as_viewer(who), change_id=change.pk)
        change.refresh_from_db()
        assert change.state == state
        with pytest.raises(AccountError):
            confirm(second, change)
    assert roles_of(colleague) == {Role.BROKER}


def test_change_when_nobody_confirms_in_time_lapses() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    change, late = propose(first, colleague), TODAY + PROPOSAL_WAITS
    with pytest.raises(AccountError) as refused:
        confirm(second, change, late)
    assert refused.value.codes == ["change_too_late"]
    machine = SystemActor("overdue", frozenset({MAY_GIVE_ROLES_ALONE}))
    assert lapse_changes(by=as_viewer(machine, late)) == 1
    change.refresh_from_db()
    assert change.state == ChangeState.LAPSED
    assert not Task.objects.open().exists()
    assert lapse_changes(by=as_viewer(machine, late)) == 0


def test_change_when_proposed_is_a_task_of_the_administrators_until_it_is_decided() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    change = propose(first, colleague)
    task = Task.objects.visible_to(as_viewer(second)).open().get()
    assert (task.kind, task.role) == (StaffTask.CONFIRM, Role.ADMINISTRATOR)
    assert task.address == f"/settings/staff/changes/{change.pk}/"
    confirm(second, change)
    assert not Task.objects.open().exists()


def test_auditor_when_something_is_confirmed_is_told_and_reads_it() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    auditor, stranger = (
        make_user(Role.AUDITOR),
        make_user(Role.AUDITOR, authority=make_other_authority()),
    )
    confirm(second, propose(first, colleague))
    told = Notification.objects.filter(kind=StaffNotice.CONFIRMED).values_list("user", flat=True)
    assert set(told) == {auditor.pk, first.pk}
    assert stranger.pk not in told
    line = latest_news(as_viewer(auditor))[0]
    assert line.news.sentence == "Role: confirmed by 2 administrators."
    assert colleague.name not in line.news.sentence


def test_auditor_when_a_role_is_ended_is_told_too() -> None:
    (first, _), colleague = administrators(), make_user(Role.BROKER)
    auditor = make_user(Role.AUDITOR)
    end_role(
        by=as_viewer(first),
        user_id=colleague.pk,
        authority_id=make_authority().pk,
        role=Role.BROKER,
    )
    told = Notification.objects.get(kind=StaffNotice.ENDED)
    assert told.user == auditor
    assert latest_news(as_viewer(auditor))[0].news.sentence == "An administrator ended a role."


def test_role_when_proposed_for_somebody_without_work_here_is_not_there() -> None:
    first, _ = administrators()
    for user in (make_user(), make_user(Role.PERSON), make_user(Role.SUPPLIER)):
        with pytest.raises(NotVisible):
            propose(first, user)


def test_role_when_proposed_twice_is_refused() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    propose(first, colleague)
    with pytest.raises(AccountError) as twice:
        propose(second, colleague)
    assert twice.value.codes == ["role_proposed_already"]


def test_role_when_dated_begins_and_ends_by_itself() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    start = TODAY + timedelta(days=10)
    asked = AskedFor(Role.FINANCE, from_date=start, until_date=start + timedelta(days=5))
    confirm(second, propose(first, colleague, asked))
    assert [
        Role.FINANCE in roles_of(colleague, start + timedelta(days=n)) for n in (-1, 0, 4, 5)
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_role_when_held_keeps_its_first_day_and_takes_no_later_one() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    since = TODAY - timedelta(days=90)
    colleague.memberships.update(from_date=since)
    later = AskedFor(Role.BROKER, from_date=TODAY + timedelta(days=3))
    with pytest.raises(AccountError) as refused:
        propose(first, colleague, later)
    assert refused.value.codes == ["role_held_now"]
    team = Team.objects.create(authority=make_authority(), name="North")
    confirm(second, propose(first, colleague, AskedFor(Role.BROKER, team_id=team.pk)))
    held = colleague.memberships.get()
    assert (held.from_date, held.team) == (since, team)


def test_limit_when_lower_holds_at_once_and_when_higher_waits() -> None:
    (first, second) = administrators()
    manager = make_user(Role.APPROVER, limit_pence=35_000)
    facts = {"user_id": manager.pk, "authority_id": make_authority().pk, "role": Role.APPROVER}
    assert change_limit(by=as_viewer(first), approval_limit_pence=20_000, **facts) is None
    assert as_viewer(manager).limit_pence == 20_000
    raised = change_limit(by=as_viewer(first), approval_limit_pence=50_000, **facts)
    assert as_viewer(manager).limit_pence == 20_000
    assert raised is not None
    confirm(second, raised)
    assert as_viewer(manager).limit_pence == 50_000


def test_role_when_ended_is_not_given_back_by_a_proposal_that_waits() -> None:
    first, second = administrators()
    council, manager = make_authority(), make_user(Role.APPROVER, Role.FINANCE)
    about = {"user_id": manager.pk, "authority_id": council.pk}
    raised = change_limit(
        by=as_viewer(first), role=Role.APPROVER, approval_limit_pence=50_000, **about
    )
    assert raised
    other = propose(first, manager, AskedFor(Role.FINANCE, until_date=TODAY + timedelta(days=9)))
    end_role(by=as_viewer(second), role=Role.APPROVER, **about)
    raised.refresh_from_db()
    other.refresh_from_db()
    assert (raised.state, other.state) == (ChangeState.WITHDRAWN, ChangeState.PROPOSED)
    with pytest.raises(AccountError):
        confirm_change(by=as_viewer(second), change_id=raised.pk)
    assert not manager.memberships.current(TODAY).filter(role=Role.APPROVER).exists()


def test_change_when_its_team_is_closed_meanwhile_gives_the_role_without_it() -> None:
    first, second = administrators()
    council, colleague = make_authority(), make_user(Role.BROKER)
    teams = [make_team(by=as_viewer(first), authority_id=council.pk, name=n) for n in ("A", "B")]
    asked = [AskedFor(Role.FINANCE, 0, teams[0].pk), AskedFor(Role.EDITOR, 0, teams[1].pk)]
    change = propose(first, colleague, *asked)
    close_team(by=as_viewer(first), team_id=teams[0].pk)
    confirm_change(by=as_viewer(second), change_id=change.pk)
    given = dict(colleague.memberships.values_list("role", "team"))
    assert given == {Role.BROKER: None, Role.FINANCE: None, Role.EDITOR: teams[1].pk}


def test_limit_when_ones_own_is_neither_lowered_nor_raised() -> None:
    user = make_user(Role.ADMINISTRATOR, Role.APPROVER, limit_pence=35_000)
    for limit in (1, 50_000):
        with pytest.raises(PermissionDenied):
            change_limit(
                by=as_viewer(user),
                user_id=user.pk,
                authority_id=make_authority().pk,
                role=Role.APPROVER,
                approval_limit_pence=limit,
            )


def test_change_of_another_council_is_nobodys_to_decide() -> None:
    (first, _), colleague = administrators(), make_user(Role.BROKER)
    stranger = make_user(Role.ADMINISTRATOR, authority=make_other_authority())
    change = propose(first, colleague)
    with pytest.raises(PermissionDenied):
        confirm(stranger, change)
    with pytest.raises(PermissionDenied):
        stop_change(by=as_viewer(stranger), change_id=change.pk)
    foreign = Team.objects.create(authority=make_other_authority(), name="Theirs")
    with pytest.raises(AccountError) as team:
        propose(first, colleague, AskedFor(Role.EDITOR, team_id=foreign.pk))
    assert team.value.codes == ["team_unknown"]


def test_only_administrator_is_known_as_such() -> None:
    first = make_user(Role.ADMINISTRATOR)
    make_user(Role.ADMINISTRATOR, authority=make_other_authority())
    assert is_only_administrator(as_viewer(first))
    second = make_user(Role.ADMINISTRATOR)
    assert not is_only_administrator(as_viewer(first))
    second.is_active = False
    second.save()
    assert is_only_administrator(as_viewer(first))


def test_team_when_made_renamed_and_closed_has_one_name_and_leaves_nobody_in_it() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    council = make_authority()
    team = make_team(by=as_viewer(first), authority_id=council.pk, name=" North  team ")
    assert team.name == "North team"
    with pytest.raises(AccountError) as taken:
        make_team(by=as_viewer(first), authority_id=council.pk, name="north team")
    assert taken.value.codes == ["team_name_taken"]
    rename_team(by=as_viewer(first), team_id=team.pk, name="North")
    confirm(second, propose(first, colleague, AskedFor(Role.FINANCE, team_id=team.pk)))
    assert as_viewer(colleague).teams == {team.pk}
    close_team(by=as_viewer(first), team_id=team.pk)
    assert as_viewer(colleague).teams == frozenset()
    assert Role.FINANCE in roles_of(colleague)
    with pytest.raises(AccountError) as closed:
        close_team(by=as_viewer(first), team_id=team.pk)
    assert closed.value.codes == ["team_closed"]
    with pytest.raises(AccountError):
        propose(first, colleague, AskedFor(Role.EDITOR, team_id=team.pk))


@pytest.mark.django_db(transaction=True)
def test_change_when_two_confirm_at_one_moment_is_confirmed_once() -> None:
    first, second, third = administrators(3)
    colleague = make_user(Role.BROKER)
    change = propose(first, colleague)
    codes = at_once(lambda: confirm(second, change), lambda: confirm(third, change))
    assert codes == ["change_decided"]
    assert AuditEvent.objects.filter(event="role_given").count() == 1


@pytest.mark.django_db(transaction=True)
def test_role_when_ended_while_a_proposal_is_confirmed_is_ended() -> None:
    (first, second, third), manager = administrators(3), make_user(Role.APPROVER, Role.FINANCE)
    about = {"user_id": manager.pk, "authority_id": make_authority().pk, "role": Role.APPROVER}
    raised = change_limit(by=as_viewer(first), approval_limit_pence=50_000, **about)
    assert raised
    at_once(lambda: confirm(second, raised), lambda: end_role(by=as_viewer(third), **about))
    raised.refresh_from_db()
    assert raised.state != ChangeState.PROPOSED
    assert roles_of(manager) == {Role.FINANCE}


@pytest.mark.django_db(transaction=True)
def test_change_when_confirmed_and_withdrawn_at_one_moment_is_one_of_them() -> None:
    (first, second), colleague = administrators(), make_user(Role.BROKER)
    change = propose(first, colleague)
    codes = at_once(
        lambda: confirm(second, change),
        lambda: stop_change(by=as_viewer(first), change_id=change.pk),
    )
    assert codes == ["change_decided"]
    change.refresh_from_db()
    given = Role.FINANCE in roles_of(colleague)
    assert given == (change.state == ChangeState.CONFIRMED)
