"""A concern kept from an officer or auditor is kept from them whole: its task never reaches them either."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from marketplace.accounts.actions.changes import confirm_change
from marketplace.accounts.actions.covering import leave_with_heir, propose_cover
from marketplace.accounts.models import Membership, StaffChange, User
from marketplace.accounts.rules import ChangeState, Role
from marketplace.core.actors import SystemActor
from marketplace.core.errors import NotVisible
from marketplace.core.models import AuditEvent
from marketplace.safeguarding.actions.linking import keep_concern_from, link_person
from marketplace.safeguarding.actions.reading import open_concern
from marketplace.safeguarding.actions.working import note_concern, pass_on_concern
from marketplace.safeguarding.models import ConcernKeptFrom, SafeguardingConcern
from marketplace.safeguarding.rules import NoteKind
from marketplace.tasks.actions import take_task
from marketplace.tasks.handing_over import count, share_out_tasks
from marketplace.tasks.models import Task
from marketplace.tasks.rules import MAY_SHARE_TASKS
from tests.factories.accounts import NOW, as_viewer, make_authority, make_user
from tests.factories.people import let_speak, make_person
from tests.factories.safeguarding import make_concern, make_officer

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SHARING = SystemActor("tasks_of_leavers", frozenset({MAY_SHARE_TASKS}))


class Team:
    """A concern that one officer works on, from whom another is kept; and a third."""

    def __init__(self) -> None:
        self.first, self.second = (make_user(Role.ADMINISTRATOR) for _ in range(2))
        self.owner, self.kept = make_officer(name="Ann"), make_officer(name="Ben")
        self.concern = make_concern()
        keep(self.concern, self.owner, self.kept)

    def sees(self, user: User) -> bool:
        return Task.objects.visible_to(as_viewer(user, NOW)).open().exists()

    def cover(self, away: User | None = None) -> None:
        """The officer who is kept out covers for another, the owner unless said, for a week."""
        change = propose_cover(
            by=as_viewer(self.first),
            away_id=(away or self.owner).pk,
            to_id=self.kept.pk,
            authority_id=make_authority().pk,
            from_date=TODAY,
            until_date=TODAY + timedelta(days=7),
        )
        confirm_change(by=as_viewer(self.second), change_id=change.pk)

    def leave(self, to: User | None = None) -> None:
        """The owner leaves today; `to` gets their work for good, as two administrators say."""
        leave_with_heir(
            by=as_viewer(self.first),
            user_id=self.owner.pk,
            authority_id=make_authority().pk,
            from_date=TODAY,
            to_id=to.pk if to else None,
        )
        for change in StaffChange.objects.filter(state=ChangeState.PROPOSED):
            confirm_change(by=as_viewer(self.second), change_id=change.pk)


def keep(concern: SafeguardingConcern, by: User, *users: User) -> None:
    ids = [user.pk for user in users]
    keep_concern_from(by=as_viewer(by), concern_id=concern.pk, user_ids=ids)


def the_task() -> Task:
    return Task.objects.open().get()


@pytest.fixture
def team() -> Team:
    return Team()


def test_sealed_task_when_the_kept_officer_covers_for_its_owner_is_not_theirs(team: Team) -> None:
    team.cover()
    assert not team.sees(team.kept)
    assert team.sees(team.owner)
    client = Client()
    client.force_login(team.kept)
    assert client.post(reverse("tasks:take", args=[the_task().pk])).status_code == 404


def test_sealed_task_when_its_owner_leaves_goes_to_another_who_may_see_it(team: Team) -> None:
    third = make_officer(name="Cath")
    team.leave()
    task = the_task()
    assert (task.owner, task.private_to_owner, task.is_sealed) == (third, True, True)
    assert not team.sees(team.kept)
    row = AuditEvent.objects.get(event="concern_task_given")
    assert (row.subject_id, row.data) == (team.concern.pk, {"user_id": third.pk})


def test_sealed_task_when_its_owner_goes_away_is_for_another_who_may_see_it(team: Team) -> None:
    third = make_officer(name="Cath")
    team.cover()
    assert (the_task().owner, the_task().is_sealed) == (third, True)
    assert not team.sees(team.kept)
    row = AuditEvent.objects.get(event="concern_task_given")
    assert row.data == {"user_id": third.pk}


def test_sealed_task_when_its_owner_is_away_from_later_is_given_by_night_once(team: Team) -> None:
    team.cover()
    third = make_officer(name="Cath")
    for _ in range(2):
        share_out_tasks(by=as_viewer(SHARING))
    assert the_task().owner == third
    assert AuditEvent.objects.filter(event="concern_task_given").count() == 1


def test_sealed_task_when_nobody_else_may_see_it_stays_with_who_is_away(team: Team) -> None:
    team.cover()
    share_out_tasks(by=as_viewer(SHARING))
    assert (the_task().owner, the_task().is_sealed) == (team.owner, True)
    assert not AuditEvent.objects.filter(event="concern_task_given").exists()


def test_sealed_task_when_the_heir_is_kept_out_is_never_theirs(team: Team) -> None:
    team.leave(to=team.kept)
    share_out_tasks(by=as_viewer(SHARING, NOW + timedelta(days=1)))
    task = the_task()
    assert (task.owner, task.is_sealed) == (None, True)
    assert not team.sees(team.kept)
    assert count(as_viewer(team.first), team.owner.pk) == 0


def test_sealed_task_when_nobody_could_have_it_is_given_by_the_night_to_whoever_can(
    team: Team,
) -> None:
    team.leave()
    by = as_viewer(SHARING, NOW + timedelta(days=1))
    share_out_tasks(by=by)
    share_out_tasks(by=by)
    assert the_task().owner is None
    assert AuditEvent.objects.filter(event="concern_task_given").count() == 1
    third = make_officer()
    share_out_tasks(by=by)
    assert the_task().owner == third


def test_sealed_task_when_its_owner_lost_the_role_goes_by_night_to_another(team: Team) -> None:
    third = make_officer(name="Cath")
    Membership.objects.filter(user=team.owner).update(until_date=TODAY)
    share_out_tasks(by=as_viewer(SHARING, NOW + timedelta(days=1)))
    assert (the_task().owner, the_task().is_sealed) == (third, True)
    assert not team.sees(team.kept)


def test_sealed_task_when_nobody_is_kept_any_more_is_for_every_officer(team: Team) -> None:
    keep(team.concern, team.owner)
    task = the_task()
    assert (task.private_to_owner, task.is_sealed, task.owner) == (False, False, team.owner)
    assert team.sees(team.kept)


def test_task_when_it_is_sealed_stays_with_the_officer_who_has_it() -> None:
    owner, other, kept = make_officer(), make_officer(), make_officer()
    concern = make_concern()
    take_task(by=as_viewer(owner), task_id=the_task().pk)
    keep(concern, other, kept)
    assert the_task().owner == owner
    pass_on_concern(by=as_viewer(other), concern_id=concern.pk)
    assert the_task().owner == owner
    keep(concern, other, owner)
    assert the_task().owner == other


def test_colleague_whose_role_has_ended_stays_kept_though_the_form_offers_them_not(
    team: Team,
) -> None:
    Membership.objects.filter(user=team.kept).update(until_date=TODAY)
    other = make_officer()
    keep(team.concern, team.owner, other)
    kept = set(ConcernKeptFrom.objects.values_list("user", flat=True))
    assert kept == {team.kept.pk, other.pk}
    keep(team.concern, team.owner)
    assert ConcernKeptFrom.objects.get().user == team.kept


@pytest.mark.parametrize("ended", [False, True])
def test_officer_who_is_something_to_the_person_sees_neither_the_concern_nor_its_task(
    ended: bool,
) -> None:
    officer, near = make_officer(), make_officer()
    person, concern = make_person(), make_concern()
    let_speak(person, near, ended=ended)
    facts = {"concern_id": concern.pk, "person_public_id": person.public_id}
    link_person(by=as_viewer(officer), **facts)
    viewer = as_viewer(near)
    assert not Task.objects.visible_to(viewer).exists()
    keep(concern, officer)
    assert not Task.objects.visible_to(viewer).exists()
    assert the_task().owner == officer
    with pytest.raises(NotVisible):
        open_concern(by=viewer, public_id=concern.public_id)
    with pytest.raises(PermissionDenied):
        note_concern(by=viewer, concern_id=concern.pk, kind=NoteKind.NOTE, words="Mine")


def test_officer_who_becomes_something_to_the_person_later_sees_the_concern_no_more() -> None:
    officer, near = make_officer(), make_officer()
    person, concern = make_person(), make_concern()
    facts = {"concern_id": concern.pk, "person_public_id": person.public_id}
    link_person(by=as_viewer(officer), **facts)
    open_concern(by=as_viewer(near), public_id=concern.public_id)
    let_speak(person, near)
    with pytest.raises(NotVisible):
        open_concern(by=as_viewer(near), public_id=concern.public_id)


def test_sealed_task_when_an_officer_is_away_goes_to_one_who_is_at_work(team: Team) -> None:
    away = make_officer(name="Cath")
    team.cover(away)
    present = make_officer(name="Zoe")
    team.leave()
    assert the_task().owner == present


def test_sealed_task_when_every_officer_is_away_goes_to_one_of_them(team: Team) -> None:
    away = make_officer(name="Cath")
    team.cover(away)
    team.leave()
    assert the_task().owner == away


def test_officer_who_works_though_they_are_away_has_the_task_that_they_seal() -> None:
    team, concern = Team(), make_concern()
    team.cover()
    make_officer(name="Abe")
    keep(concern, team.owner, team.kept)
    subject = {"subject_type": concern._meta.label_lower, "subject_id": concern.pk}
    assert Task.objects.get(**subject).owner == team.owner


def test_relative_who_is_an_officer_later_sees_no_concern_raised_from_the_persons_page() -> None:
    person, near, officer = make_person(), make_user(), make_officer()
    let_speak(person, near)
    concern = make_concern(opened_from=("people.person", person.pk))
    other = make_concern()
    Membership.objects.create(user=near, authority=make_authority(), role=Role.SAFEGUARDING)
    seen = SafeguardingConcern.objects.visible_to(as_viewer(near))
    assert list(seen) == [other]
    assert set(SafeguardingConcern.objects.visible_to(as_viewer(officer))) == {concern, other}
    pass_on_concern(by=as_viewer(officer), concern_id=concern.pk)
    tasks = Task.objects.visible_to(as_viewer(near)).open()
    about = {"subject_type": concern._meta.label_lower, "subject_id": concern.pk}
    assert not tasks.filter(**about).exists()
