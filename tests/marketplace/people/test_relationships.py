"""Somebody around a person: named, checked, given what was chosen, and ended from that minute."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.models import Team, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import NotVisible
from marketplace.core.models import AuditEvent
from marketplace.core.transitions import NotInThatState
from marketplace.people import actions
from marketplace.people.errors import PeopleError
from marketplace.people.models import Access, Person, Relationship
from marketplace.people.queries import acting_viewer, helper_lines, people_helped
from marketplace.people.rules import (
    CHOOSABLE,
    AccessCapacity,
    CapacityOutcome,
    DecisionAbout,
    RelationshipKind,
    RelationshipState,
    Scope,
)
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.people import let_see, make_person

pytestmark = pytest.mark.django_db
CHOSEN = frozenset({Scope.RECORD, Scope.PLAN})


def with_address(user: User) -> User:
    """A user whose address is confirmed."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


class Around:
    """Margaret with an account, her worker, and Tom, who has an account."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.margaret = make_user(Role.PERSON)
        self.person = make_person(user=self.margaret)
        self.worker = make_user(Role.PRACTITIONER)
        let_see(self.person, AccessCapacity.PRACTITIONER, user=self.worker)
        self.tom = with_address(make_user(Role.SUPPLIER, name="Tom Ellery"))

    def by(self, user: User, minutes: int = 0) -> Viewer:
        return as_viewer(user, self.at + timedelta(minutes=minutes))

    def propose(
        self,
        kind: RelationshipKind = RelationshipKind.FAMILY,
        scopes: frozenset[Scope] = CHOSEN,
        by: User | None = None,
    ) -> Relationship:
        return actions.propose_relationship(
            by=self.by(by or self.margaret),
            person=self.person,
            kind=kind,
            name="Tom Ellery",
            email=self.tom.email,
            scopes=scopes,
        )

    def verified(self, **facts: object) -> Relationship:
        row = self.propose(**facts)  # type: ignore[arg-type]
        actions.verify_relationship(
            by=self.by(self.worker, 1),
            relationship=row,
            paper="Validated copy",
            paper_seen_date=self.at.date(),
        )
        row.refresh_from_db()
        return row

    def seen_by_tom(self, minutes: int, acting: bool = True) -> set[Scope]:
        viewer = self.by(self.tom, minutes)
        if acting:
            try:
                viewer, _ = acting_viewer(viewer, self.person.public_id)
            except NotVisible:
                return set()
        people = Person.objects
        return {scope for scope in Scope if people.visible_to(viewer, scope=scope).exists()}


@pytest.fixture
def around(at: datetime) -> Around:
    return Around(at)


def test_named_by_the_person_sees_nothing_and_the_worker_has_a_task(around: Around) -> None:
    row = around.propose()
    assert row.state == RelationshipState.PROPOSED
    assert around.seen_by_tom(5) == set()
    task = Task.objects.get()
    assert (task.role, task.owner) == (Role.PRACTITIONER, around.worker)
    assert around.person.name not in task.title


def test_verified_sees_what_was_chosen_and_no_more(around: Around) -> None:
    row = around.verified()
    assert (row.user, row.verified_by) == (around.tom, around.worker)
    assert around.seen_by_tom(5) == CHOSEN
    assert not Task.objects.open().exists()
    assert AuditEvent.objects.filter(event="relationship_verified", subject_id=row.pk).exists()


def test_ended_sees_nothing_from_that_minute(around: Around) -> None:
    row = around.verified()
    actions.end_relationship(by=around.by(around.margaret, 10), relationship=row)
    assert around.seen_by_tom(9) == CHOSEN
    assert around.seen_by_tom(10) == around.seen_by_tom(11) == set()
    assert around.seen_by_tom(11, acting=False) == set()
    row.refresh_from_db()
    assert (row.state, row.ended_by) == (RelationshipState.ENDED, around.margaret)
    with pytest.raises(NotInThatState):
        actions.end_relationship(by=around.by(around.margaret, 12), relationship=row)


def test_scopes_chosen_anew_end_at_once_and_begin_at_once(around: Around) -> None:
    row = around.verified()
    actions.choose_scopes(
        by=around.by(around.margaret, 10),
        relationship=row,
        scopes=frozenset({Scope.MONEY}),
    )
    assert around.seen_by_tom(11) == {Scope.RECORD, Scope.MONEY}


def test_two_relationships_of_one_somebody_end_apart(around: Around) -> None:
    family = around.verified()
    attorney = around.verified(kind=RelationshipKind.ATTORNEY_WELFARE, by=around.worker)
    actions.end_relationship(by=around.by(around.margaret, 10), relationship=family)
    assert around.seen_by_tom(11) == CHOSEN
    actions.end_relationship(by=around.by(around.worker, 12), relationship=attorney)
    assert around.seen_by_tom(13) == set()


@pytest.mark.parametrize("kind", [RelationshipKind.ATTORNEY_WELFARE, RelationshipKind.APPOINTEE])
def test_person_when_a_paper_says_it_neither_names_nor_ends_it(
    around: Around, kind: RelationshipKind
) -> None:
    with pytest.raises(PeopleError) as refused:
        around.propose(kind=kind, scopes=frozenset({Scope.RECORD}))
    assert refused.value.codes == ["relationship_not_by_choice"]
    row = around.verified(kind=kind, scopes=frozenset({Scope.RECORD}), by=around.worker)
    for act in (actions.end_relationship, actions.choose_scopes):
        facts = {"scopes": frozenset({Scope.RECORD})} if act is actions.choose_scopes else {}
        with pytest.raises(PermissionDenied):
            act(by=around.by(around.margaret, 5), relationship=row, **facts)  # type: ignore[operator]


def test_representative_ends_their_own_and_chooses_nothing(around: Around) -> None:
    row = around.verified()
    with pytest.raises(PermissionDenied):
        actions.choose_scopes(
            by=around.by(around.tom, 5), relationship=row, scopes=frozenset(Scope)
        )
    actions.end_relationship(by=around.by(around.tom, 6), relationship=row)
    assert around.seen_by_tom(7) == set()


def test_nobody_verifies_themselves(around: Around) -> None:
    both = with_address(make_user(Role.PRACTITIONER))
    let_see(around.person, AccessCapacity.PRACTITIONER, user=both)
    around.tom = both
    row = around.propose()
    with pytest.raises(PermissionDenied):
        actions.verify_relationship(by=around.by(both, 1), relationship=row)


def test_worker_of_the_person_who_is_also_close_is_a_conflict_that_is_said(around: Around) -> None:
    both = with_address(make_user(Role.PRACTITIONER))
    let_see(around.person, AccessCapacity.PRACTITIONER, user=both)
    around.tom = both
    row = around.propose()
    by = around.by(around.worker, 1)
    with pytest.raises(PeopleError) as refused:
        actions.verify_relationship(by=by, relationship=row)
    assert refused.value.codes == ["relationship_conflict_unsaid"]
    actions.verify_relationship(by=by, relationship=row, has_conflict=True, conflict="Works here")
    row.refresh_from_db()
    assert (row.has_conflict, row.conflict) == (True, "Works here")
    with pytest.raises(PermissionDenied):
        actions.record_need(by=around.by(both, 2), person=around.person, kind="bsl")  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["role alone", "another council", "broker", "administrator"])
def test_verifying_by_who_does_not_work_with_the_person_is_refused(
    around: Around, who: str
) -> None:
    user = {
        "role alone": lambda: make_user(Role.PRACTITIONER),
        "another council": lambda: make_user(Role.PRACTITIONER, authority=make_other_authority()),
        "broker": lambda: make_user(Role.BROKER),
        "administrator": lambda: make_user(Role.ADMINISTRATOR),
    }[who]()
    if who == "broker":
        let_see(around.person, AccessCapacity.BROKER, user=user)
    row = around.propose()
    with pytest.raises(PermissionDenied):
        actions.verify_relationship(by=as_viewer(user, around.at), relationship=row)


def test_address_that_nobody_confirmed_gives_nothing_until_it_is(around: Around) -> None:
    EmailAddress.objects.filter(user=around.tom).update(verified=False)
    row = around.verified()
    assert row.user is None
    assert around.seen_by_tom(5) == set()
    EmailAddress.objects.filter(user=around.tom).update(verified=True)
    actions.choose_scopes(by=around.by(around.worker, 6), relationship=row, scopes=CHOSEN)
    assert around.seen_by_tom(7) == CHOSEN


def test_acting_viewer_is_a_person_and_nothing_else(around: Around) -> None:
    around.verified()
    both = make_user(Role.APPROVER, Role.FINANCE)
    Access.objects.filter(user=around.tom).update(user=both)
    acting, person = acting_viewer(around.by(both, 5), around.person.public_id)
    assert (acting.roles, acting.teams, acting.acting_as) == (
        {Role.PERSON},
        frozenset(),
        person.pk,
    )
    assert not acting.limit_pence
    other = make_person()
    let_see(other, AccessCapacity.APPROVER, role=Role.APPROVER)
    assert not Person.objects.visible_to(acting, scope=Scope.PLAN).filter(pk=other.pk).exists()
    assert acting.user == both


def test_acting_for_somebody_of_another_council_is_not_there(around: Around) -> None:
    around.verified()
    there = make_other_authority()
    assert people_helped(as_viewer(around.tom, around.at, there)) == []
    with pytest.raises(NotVisible):
        acting_viewer(as_viewer(around.tom, around.at, there), around.person.public_id)


def test_representative_who_acts_is_not_the_person(around: Around) -> None:
    around.verified(scopes=CHOOSABLE)
    acting, person = acting_viewer(around.by(around.tom, 5), around.person.public_id)
    with pytest.raises(PermissionDenied):
        actions.ask_correction(by=acting, person=person, part="home", words="X")  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        actions.propose_relationship(
            by=acting, person=person, kind=RelationshipKind.FRIEND, name="Al", scopes=CHOSEN
        )


def test_same_somebody_twice_and_oneself_are_refused(around: Around) -> None:
    around.propose()
    with pytest.raises(PeopleError) as twice:
        around.propose()
    assert twice.value.codes == ["relationship_named_already"]
    around.tom = around.margaret
    with pytest.raises(PeopleError) as oneself:
        around.propose()
    assert oneself.value.codes == ["relationship_of_oneself"]


def test_both_read_what_each_may_see_and_decide(around: Around) -> None:
    around.verified(kind=RelationshipKind.ATTORNEY_WELFARE, by=around.worker)
    (line,) = helper_lines(around.person, around.at + timedelta(minutes=5))
    assert (line.kind, line.state) == ("Attorney for health and welfare", "Checked")
    assert line.sees == "who you are, your plan"
    assert line.decides == ""
    actions.record_finding(
        by=around.by(around.worker),
        person=around.person,
        about=DecisionAbout.PLAN,
        question="Whether this plan is hers",
        finding=CapacityOutcome.LACKS,
        day=around.at.date(),
        found_by="Ana Silva, social worker",
        help_given="Pictures",
        why="She could not weigh it.",
    )
    (line,) = helper_lines(around.person, around.at + timedelta(minutes=5))
    assert line.decides == "the support plan"


def test_database_refuses_a_state_without_its_times(around: Around) -> None:
    row = around.propose()
    for wrong in ({"ended_at": around.at}, {"verified_at": around.at}, {"user": around.tom}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Relationship.objects.filter(pk=row.pk).update(**wrong)


def named_by_second_address(around: Around, user: User) -> Relationship:
    """A user is named by another address of theirs, which is confirmed."""
    EmailAddress.objects.create(user=user, email="second@example.org", verified=True)
    return actions.propose_relationship(
        by=around.by(around.margaret),
        person=around.person,
        kind=RelationshipKind.FAMILY,
        name="Tom Ellery",
        email="second@example.org",
        scopes=CHOSEN,
    )


def test_named_by_a_second_address_nobody_verifies_themselves(around: Around) -> None:
    row = named_by_second_address(around, around.worker)
    with pytest.raises(PermissionDenied):
        actions.verify_relationship(by=around.by(around.worker, 1), relationship=row)


def test_named_by_a_second_address_of_the_person_is_refused(around: Around) -> None:
    with pytest.raises(PeopleError) as named:
        named_by_second_address(around, around.margaret)
    assert named.value.codes == ["relationship_of_oneself"]
    EmailAddress.objects.filter(email="second@example.org").delete()
    row = named_by_second_address(around, around.tom)
    EmailAddress.objects.filter(email=row.email).update(user=around.margaret)
    with pytest.raises(PeopleError) as refused:
        actions.verify_relationship(by=around.by(around.worker, 1), relationship=row)
    assert refused.value.codes == ["relationship_of_oneself"]


@pytest.mark.parametrize("who", ["the worker", "the person", "a colleague"])
def test_account_made_after_the_check_is_checked_as_before(around: Around, who: str) -> None:
    row = named_by_second_address(around, around.tom)
    EmailAddress.objects.filter(email=row.email).delete()
    actions.verify_relationship(by=around.by(around.worker, 1), relationship=row)
    colleague = make_user(Role.PRACTITIONER)
    let_see(around.person, AccessCapacity.PRACTITIONER, user=colleague)
    holder = {
        "the worker": around.worker,
        "the person": around.margaret,
        "a colleague": colleague,
    }[who]
    EmailAddress.objects.create(user=holder, email=row.email, verified=True)
    with pytest.raises((PermissionDenied, PeopleError)) as refused:
        actions.choose_scopes(by=around.by(around.worker, 5), relationship=row, scopes=CHOSEN)
    assert (
        getattr(refused.value, "codes", [])
        == {
            "the worker": [],
            "the person": ["relationship_of_oneself"],
            "a colleague": ["relationship_conflict_unsaid"],
        }[who]
    )
    row.refresh_from_db()
    assert row.user is None
    assert not Access.objects.filter(relationship=row).exists()


def test_person_who_confirms_a_helpers_address_is_told_that_it_is_their_own(
    around: Around,
) -> None:
    row = named_by_second_address(around, around.tom)
    EmailAddress.objects.filter(email=row.email).delete()
    actions.verify_relationship(by=around.by(around.worker, 1), relationship=row)
    EmailAddress.objects.create(user=around.margaret, email=row.email, verified=True)
    with pytest.raises(PeopleError) as refused:
        actions.choose_scopes(by=around.by(around.margaret, 5), relationship=row, scopes=CHOSEN)
    assert refused.value.codes == ["relationship_of_oneself"]


@pytest.mark.parametrize("shared_by", ["team", "role"])
def test_helper_who_works_with_the_person_by_team_or_role_is_a_conflict(
    around: Around, shared_by: str
) -> None:
    both = with_address(make_user(Role.PRACTITIONER, Role.APPROVER))
    team = Team.objects.create(authority=around.person.authority, name="North")
    if shared_by == "team":
        both.memberships.filter(role=Role.PRACTITIONER).update(team=team)
        let_see(around.person, AccessCapacity.PRACTITIONER, team=team)
    else:
        let_see(around.person, AccessCapacity.APPROVER, role=Role.APPROVER)
    around.tom = both
    row = around.propose()
    by = around.by(around.worker, 1)
    with pytest.raises(PeopleError) as refused:
        actions.verify_relationship(by=by, relationship=row)
    assert refused.value.codes == ["relationship_conflict_unsaid"]
    actions.verify_relationship(by=by, relationship=row, has_conflict=True)
    row.refresh_from_db()
    assert row.user == both


def test_account_of_a_helper_by_any_address_is_not_linked_as_the_persons(around: Around) -> None:
    person = make_person()
    let_see(person, AccessCapacity.PRACTITIONER, user=around.worker)
    actions.propose_relationship(
        by=around.by(around.worker),
        person=person,
        kind=RelationshipKind.FAMILY,
        name="Tom Ellery",
        email="second@example.org",
        scopes=CHOSEN,
    )
    EmailAddress.objects.create(user=around.tom, email="Second@example.org", verified=True)
    for email in ("second@example.org", around.tom.email):
        with pytest.raises(PeopleError) as refused:
            actions.link_account(by=around.by(around.worker), person=person, email=email)
        assert refused.value.codes == ["person_account_of_helper"]
