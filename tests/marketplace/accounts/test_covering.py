"""Whose work a colleague does: for the days of an absence, or for good when somebody leaves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.actions.changes import confirm_change, propose_roles
from marketplace.accounts.actions.covering import end_cover, leave, leave_with_heir, propose_cover
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import StaffChange, User
from marketplace.accounts.rules import AskedFor, ChangeState, Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.queries import brokers_of, caseload
from marketplace.core.actors import SystemActor
from marketplace.people.actions import break_glass, end_access, grant_access
from marketplace.people.models import Access, Person
from marketplace.people.queries import who_sees
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.handing_over import share_out_tasks
from marketplace.tasks.models import Task
from marketplace.tasks.rules import MAY_SHARE_TASKS
from tests.factories.accounts import NOW, as_viewer, make_authority, make_user
from tests.factories.people import let_see, make_person

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SHARING = SystemActor("tasks_of_leavers", frozenset({MAY_SHARE_TASKS}))


class Office:
    """Two administrators, a broker with a person and a task, and another broker."""

    def __init__(self) -> None:
        self.council = make_authority()
        self.first, self.second = (make_user(Role.ADMINISTRATOR) for _ in range(2))
        self.away, self.other = make_user(Role.BROKER), make_user(Role.BROKER)
        self.person = make_person()
        let_see(self.person, AccessCapacity.BROKER, user=self.away)
        self.task = Task.objects.create(
            authority=self.council,
            kind="plan_returned",
            role=Role.BROKER,
            owner=self.away,
            private_to_owner=True,
            subject_type="people.person",
            subject_id=self.person.pk,
            title="Change the plan",
            address="/my/",
            due_date=TODAY,
            opened_at=NOW,
        )

    def propose(self, start: date, until: date | None) -> StaffChange:
        return propose_cover(
            by=as_viewer(self.first),
            away_id=self.away.pk,
            to_id=self.other.pk,
            authority_id=self.council.pk,
            from_date=start,
            until_date=until,
        )

    def cover(self, start: date, until: date | None) -> StaffChange:
        change = self.propose(start, until)
        confirm_change(by=as_viewer(self.second), change_id=change.pk)
        return change

    def sees(self, user: User, day: date) -> tuple[bool, bool]:
        """Whether somebody sees the person, and the task, on a day."""
        viewer = self.viewer(user, day)
        people = Person.objects.visible_to(viewer, scope=Scope.PLAN)
        return people.exists(), Task.objects.visible_to(viewer).open().exists()

    def viewer(self, user: User, day: date) -> Viewer:
        return as_viewer(user, day, self.council)


@pytest.fixture
def office() -> Office:
    return Office()


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_cover_when_confirmed_shows_people_and_tasks_for_those_days_only(office: Office) -> None:
    office.cover(day(2), day(5))
    seen = [office.sees(office.other, day(number)) for number in (0, 1, 2, 4, 5, 9)]
    nothing, both = (False, False), (True, True)
    assert seen == [nothing, nothing, both, both, nothing, nothing]
    assert office.sees(office.away, day(3)) == both
    assert [line.person_id for line in caseload(viewer=office.viewer(office.other, day(3)))] == [
        office.person.pk
    ]
    assert brokers_of([office.person.pk], day(3)) == {office.person.pk: office.away}


def test_cover_when_only_proposed_shows_nothing(office: Office) -> None:
    office.propose(TODAY, day(5))
    assert office.sees(office.other, TODAY) == (False, False)


def test_cover_when_its_person_is_given_meanwhile_shows_them_too(office: Office) -> None:
    office.cover(TODAY, day(5))
    new = make_person()
    by = as_viewer(SystemActor("registry"), NOW, office.council)
    grant_access(by=by, person=new, capacity=AccessCapacity.BROKER, user=office.away)
    viewer = office.viewer(office.other, day(1))
    assert Person.objects.visible_to(viewer, scope=Scope.PLAN).filter(pk=new.pk).exists()
    after = office.viewer(office.other, day(5))
    assert not Person.objects.visible_to(after, scope=Scope.PLAN).exists()


@pytest.mark.parametrize(("start", "ends"), [(0, {2}), (3, set())])
def test_cover_when_what_is_given_meanwhile_ends_sooner_ends_with_it(
    office: Office, start: int, ends: set[int]
) -> None:
    office.cover(day(start), day(5))
    new = make_person()
    by = as_viewer(SystemActor("registry"), NOW, office.council)
    capacity = AccessCapacity.BROKER
    grant_access(by=by, person=new, capacity=capacity, user=office.away, until_date=day(2))
    lent = Access.objects.filter(user=office.other, person=new)
    assert set(lent.values_list("until_date", flat=True)) == {day(number) for number in ends}


def test_cover_when_it_began_today_and_ends_stays_among_who_could_see_before(
    office: Office,
) -> None:
    change = office.cover(TODAY, day(5))
    by = office.viewer(office.first, TODAY)
    end_cover(by=by, change_id=change.pk)
    assert office.sees(office.other, TODAY) == (False, False)
    before = who_sees(person=office.person, at=by.at).before
    assert [line.name for line in before] == [office.other.name]


def test_leaver_when_a_record_is_open_for_a_reason_closes_it(office: Office) -> None:
    admin = make_user(Role.ADMINISTRATOR)
    opened = break_glass(
        by=as_viewer(admin),
        authority_id=office.council.pk,
        reference=office.person.name,
        reason="She phoned: her page would not open.",
    )
    rows = Access.objects.filter(user=admin, person=office.person)
    facts = {"user_id": admin.pk, "authority_id": office.council.pk}
    leave(by=as_viewer(office.first), from_date=day(5), **facts)
    assert set(rows.values_list("ended_at", flat=True)) == {opened.until}
    leave(by=as_viewer(office.first), from_date=TODAY, **facts)
    assert set(rows.values_list("ended_at", flat=True)) == {NOW}


def test_cover_when_what_is_seen_is_private_is_not_lent(office: Office) -> None:
    relative = make_person()
    let_see(relative, AccessCapacity.REPRESENTATIVE, user=office.away)
    office.cover(TODAY, day(5))
    viewer = office.viewer(office.other, TODAY)
    assert not Person.objects.visible_to(viewer, scope=Scope.PLAN).filter(pk=relative.pk).exists()


def test_cover_when_they_are_back_sooner_ends_at_once(office: Office) -> None:
    change = office.cover(TODAY, day(5))
    end_cover(by=as_viewer(office.first, day(2)), change_id=change.pk)
    assert office.sees(office.other, day(1)) == (True, True)
    assert office.sees(office.other, day(2)) == (False, False)
    with pytest.raises(AccountError) as again:
        end_cover(by=as_viewer(office.first, day(2)), change_id=change.pk)
    assert again.value.codes == ["cover_over"]


def test_cover_when_called_off_before_it_begins_never_holds(office: Office) -> None:
    change = office.cover(day(2), day(5))
    end_cover(by=as_viewer(office.first), change_id=change.pk)
    assert office.sees(office.other, day(3)) == (False, False)
    assert not Access.objects.filter(user=office.other).exists()


def test_cover_when_the_person_gets_another_broker_ends_for_them(office: Office) -> None:
    office.cover(day(2), day(5))
    third = make_user(Role.BROKER)
    by = as_viewer(SystemActor("registry"), NOW, office.council)
    end_access(by=by, person=office.person, capacity=AccessCapacity.BROKER, but_user=third)
    assert office.sees(office.other, day(3))[0] is False


def test_cover_when_proposed_for_oneself_or_without_the_role_is_refused(office: Office) -> None:
    with pytest.raises(PermissionDenied):
        propose_cover(
            by=as_viewer(office.first),
            away_id=office.away.pk,
            to_id=office.first.pk,
            authority_id=office.council.pk,
            from_date=TODAY,
            until_date=day(2),
        )
    office.other.memberships.update(role=Role.EDITOR)
    with pytest.raises(AccountError) as refused:
        office.propose(TODAY, day(2))
    assert refused.value.codes == ["cover_without_role"]


def test_cover_when_days_are_covered_already_is_refused(office: Office) -> None:
    office.cover(day(2), day(5))
    for start, until in ((day(4), day(9)), (TODAY, day(3))):
        with pytest.raises(AccountError) as refused:
            office.propose(start, until)
        assert refused.value.codes == ["cover_proposed_already"]
    office.propose(day(5), day(6))
    office.propose(day(3), None)
    with pytest.raises(AccountError):
        office.propose(day(4), None)


def test_cover_when_whoever_covers_gets_it_confirmed_by_themselves_is_refused(
    office: Office,
) -> None:
    propose_roles(
        by=as_viewer(office.first),
        user_id=office.other.pk,
        authority_id=office.council.pk,
        asked=[AskedFor(Role.ADMINISTRATOR)],
    )
    confirm_change(by=as_viewer(office.second), change_id=StaffChange.objects.get().pk)
    change = office.propose(TODAY, day(2))
    with pytest.raises(AccountError) as own:
        confirm_change(by=office.viewer(office.other, TODAY), change_id=change.pk)
    assert own.value.codes == ["change_is_own"]


def test_leaver_when_gone_has_no_roles_sees_nobody_and_leaves_tasks_to_the_role(
    office: Office,
) -> None:
    leave(
        by=as_viewer(office.first),
        user_id=office.away.pk,
        authority_id=office.council.pk,
        from_date=TODAY,
    )
    assert not office.viewer(office.away, TODAY).roles
    assert office.sees(office.away, TODAY) == (False, False)
    assert office.sees(office.other, TODAY) == (False, True)
    office.task.refresh_from_db()
    assert (office.task.owner, office.task.private_to_owner) == (None, False)


def test_leaver_when_going_later_works_until_then_and_the_night_shares_out(office: Office) -> None:
    leave(
        by=as_viewer(office.first),
        user_id=office.away.pk,
        authority_id=office.council.pk,
        from_date=day(5),
    )
    assert office.sees(office.away, day(4)) == (True, True)
    assert share_out_tasks(by=as_viewer(SHARING, day(4))) == 0
    assert office.sees(office.away, day(5))[0] is False
    assert share_out_tasks(by=as_viewer(SHARING, day(5))) == 1
    assert share_out_tasks(by=as_viewer(SHARING, day(5))) == 0
    assert office.sees(office.other, day(5)) == (False, True)


@pytest.mark.parametrize("confirmed_on", [0, 3])
def test_leaver_when_a_colleague_is_named_gets_their_work_once_confirmed(
    office: Office, confirmed_on: int
) -> None:
    leave_with_heir(
        by=as_viewer(office.first),
        user_id=office.away.pk,
        authority_id=office.council.pk,
        from_date=TODAY,
        to_id=office.other.pk,
    )
    assert office.sees(office.other, TODAY) == (False, False)
    assert share_out_tasks(by=as_viewer(SHARING, TODAY)) == 0, "it waits for the second"
    change = StaffChange.objects.get(state=ChangeState.PROPOSED)
    confirm_change(by=as_viewer(office.second, day(confirmed_on)), change_id=change.pk)
    assert office.sees(office.other, day(confirmed_on)) == (True, True)
    assert office.sees(office.other, day(400)) == (True, True)
    office.task.refresh_from_db()
    assert office.task.owner == office.other
    assert office.task.private_to_owner
    assert brokers_of([office.person.pk], day(30)) == {office.person.pk: office.other}


def test_leaver_when_a_third_colleague_took_somebody_on_does_not_hand_them_over(
    office: Office,
) -> None:
    leave_with_heir(
        by=as_viewer(office.first),
        user_id=office.away.pk,
        authority_id=office.council.pk,
        from_date=TODAY,
        to_id=office.other.pk,
    )
    let_see(office.person, AccessCapacity.BROKER, user=make_user(Role.BROKER), from_date=TODAY)
    change = StaffChange.objects.get(state=ChangeState.PROPOSED)
    confirm_change(by=as_viewer(office.second, day(1)), change_id=change.pk)
    assert office.sees(office.other, day(1))[0] is False


def test_leaver_when_they_cover_for_somebody_covers_no_more(office: Office) -> None:
    change = office.cover(TODAY, day(5))
    leave(
        by=as_viewer(office.first),
        user_id=office.other.pk,
        authority_id=office.council.pk,
        from_date=TODAY,
    )
    assert office.sees(office.other, TODAY) == (False, False)
    with pytest.raises(AccountError):
        end_cover(by=as_viewer(office.first), change_id=change.pk)


def test_leaver_when_oneself_or_without_roles_is_refused(office: Office) -> None:
    facts = {"authority_id": office.council.pk, "from_date": TODAY}
    with pytest.raises(PermissionDenied):
        leave(by=as_viewer(office.first), user_id=office.first.pk, **facts)
    with pytest.raises(AccountError) as nobody:
        leave(by=as_viewer(office.first), user_id=make_user().pk, **facts)
    assert nobody.value.codes == ["leaver_without_roles"]
    with pytest.raises(AccountError) as early:
        leave(
            by=as_viewer(office.first),
            user_id=office.away.pk,
            authority_id=office.council.pk,
            from_date=day(-1),
        )
    assert early.value.codes == ["leaves_before_today"]
