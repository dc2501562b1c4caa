"""Who may see a person, that every look is written down, and that the person can read it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import Authority, Membership, Team, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PlanPurpose
from marketplace.core.errors import NotVisible
from marketplace.core.models import AuditEvent
from marketplace.people.actions import (
    end_access,
    grant_access,
    let_work,
    open_person,
    register_person,
)
from marketplace.people.models import Access, Person, ReadLog
from marketplace.people.queries import who_sees
from marketplace.people.rules import (
    ROLE_OF,
    SCOPES_OF,
    USUAL_SCOPES,
    AccessCapacity,
    OwnPurpose,
    Scope,
    scopes_to_grant,
)
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.people import REGISTRY, let_see, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)


@pytest.mark.parametrize("capacity", AccessCapacity)
@pytest.mark.parametrize("scope", Scope)
def test_each_capacity_sees_its_scopes_and_no_more(capacity: AccessCapacity, scope: Scope) -> None:
    person, user = make_person(), make_user(Role.BROKER, Role.PRACTITIONER)
    let_see(person, capacity, user=user, scopes=SCOPES_OF[capacity])
    seen = Person.objects.visible_to(
        as_viewer(user, TODAY),
        scope=scope,
    ).exists()
    assert seen == (scope in SCOPES_OF[capacity])


@pytest.mark.parametrize(
    ("start", "until", "seen"),
    [
        (date(2026, 9, 21), None, True),
        (date(2026, 9, 22), None, False),
        (date(2026, 9, 1), date(2026, 9, 22), True),
        (date(2026, 9, 1), date(2026, 9, 21), False),
    ],
)
def test_access_is_half_open(start: date, until: date | None, seen: bool) -> None:
    person, user = make_person(), make_user(Role.BROKER)
    let_see(person, AccessCapacity.BROKER, user=user, from_date=start, until_date=until)
    assert (
        Person.objects.visible_to(
            as_viewer(user, TODAY),
            scope=Scope.PLAN,
        ).exists()
        == seen
    )


def test_team_access_reaches_the_team_of_that_council_only() -> None:
    person = make_person()
    let_see(person, AccessCapacity.APPROVER, role=Role.APPROVER)
    other = make_user(Role.APPROVER, authority=make_other_authority())
    people = Person.objects
    assert people.visible_to(
        as_viewer(make_user(Role.APPROVER), TODAY),
        scope=Scope.PLAN,
    ).exists()
    assert not people.visible_to(
        as_viewer(make_user(Role.BROKER), TODAY),
        scope=Scope.PLAN,
    ).exists()
    assert not people.visible_to(
        as_viewer(other, TODAY),
        scope=Scope.PLAN,
    ).exists()


def team_of(name: str, authority: Authority, *users: User) -> Team:
    """A team of a council, and who is in it."""
    team = Team.objects.create(authority=authority, name=name)
    Membership.objects.filter(user__in=users, authority=authority).update(team=team)
    return team


def test_access_of_a_team_reaches_its_members_and_nobody_else_of_their_role() -> None:
    person, inside, outside = (
        make_person(),
        make_user(Role.PRACTITIONER),
        make_user(Role.PRACTITIONER),
    )
    north = team_of("North", person.authority, inside)
    team_of("South", person.authority, outside)
    let_see(person, AccessCapacity.PRACTITIONER, team=north)
    for user, seen in ((inside, True), (outside, False)):
        people = Person.objects.visible_to(as_viewer(user, TODAY), scope=Scope.PLAN)
        assert people.exists() == seen


def test_access_of_a_team_when_a_member_left_is_not_theirs() -> None:
    person, left = make_person(), make_user(Role.PRACTITIONER)
    let_see(person, AccessCapacity.PRACTITIONER, team=team_of("North", person.authority, left))
    left.memberships.update(until_date=TODAY)
    assert not Person.objects.visible_to(as_viewer(left, TODAY), scope=Scope.PLAN).exists()


def test_granting_when_the_team_is_another_councils_is_refused(at: datetime) -> None:
    person = make_person()
    theirs = team_of("North", make_other_authority())
    capacity = AccessCapacity.PRACTITIONER
    with pytest.raises(ValueError, match="another council"), transaction.atomic():
        grant_access(by=as_viewer(REGISTRY, at), person=person, capacity=capacity, team=theirs)


@pytest.mark.parametrize("capacity", ROLE_OF)
def test_access_for_a_work_when_the_role_ended_sees_nothing(capacity: AccessCapacity) -> None:
    person, user = make_person(), make_user(ROLE_OF[capacity], Role.EDITOR)
    let_see(person, capacity, user=user)
    people = Person.objects
    assert people.visible_to(as_viewer(user, TODAY), scope=Scope.PLAN).exists()
    user.memberships.filter(role=ROLE_OF[capacity]).update(until_date=TODAY)
    assert not people.visible_to(as_viewer(user, TODAY), scope=Scope.PLAN).exists()


@pytest.mark.parametrize("capacity", AccessCapacity)
@pytest.mark.parametrize("scope", Scope)
def test_grant_when_beyond_the_most_of_its_capacity_is_refused(
    capacity: AccessCapacity, scope: Scope
) -> None:
    if scope in SCOPES_OF[capacity]:
        assert scopes_to_grant(capacity, frozenset({scope})) == {scope}
        return
    with pytest.raises(ValueError, match=capacity):
        scopes_to_grant(capacity, frozenset({scope}))


@pytest.mark.parametrize("capacity", AccessCapacity)
def test_usual_scopes_are_within_the_most(capacity: AccessCapacity) -> None:
    assert scopes_to_grant(capacity) <= SCOPES_OF[capacity]


def test_nobody_is_usually_given_the_money_but_who_is_there_for_it() -> None:
    money = {one for one in AccessCapacity if Scope.MONEY in scopes_to_grant(one)}
    assert money == {
        AccessCapacity.SELF,
        AccessCapacity.FINANCE,
        AccessCapacity.COPY,
    }


def test_capacity_narrows_what_is_seen() -> None:
    person, user = make_person(), make_user(Role.BROKER)
    let_see(person, AccessCapacity.APPROVER, user=user)
    people = Person.objects
    assert not people.visible_to(
        as_viewer(user, TODAY), scope=Scope.PLAN, capacity=AccessCapacity.BROKER
    ).exists()


def test_granting_twice_grants_once_and_lengthens(at: datetime) -> None:
    person, user = make_person(), make_user(Role.BROKER)
    grant = {"by": as_viewer(REGISTRY, at), "person": person, "capacity": AccessCapacity.BROKER}
    with transaction.atomic():
        first = grant_access(**grant, user=user, until_date=date(2026, 9, 30))  # type: ignore[arg-type]
        assert grant_access(**grant, user=user) == []  # type: ignore[arg-type]
    assert len(first) == len(USUAL_SCOPES[AccessCapacity.BROKER])
    assert set(Access.objects.values_list("until_date", flat=True)) == {None}


def test_ended_access_lasts_until_the_end_of_the_day(at: datetime) -> None:
    person, one, two = make_person(), make_user(Role.BROKER), make_user(Role.BROKER)
    for user in (one, two):
        let_see(person, AccessCapacity.BROKER, user=user)
    with transaction.atomic():
        assert end_access(
            by=as_viewer(REGISTRY, at),
            person=person,
            capacity=AccessCapacity.BROKER,
            but_user=two,
        ) == len(USUAL_SCOPES[AccessCapacity.BROKER])
    assert set(Access.objects.filter(user=one).values_list("until_date", flat=True)) == {
        date(2026, 9, 22)
    }
    assert not Access.objects.filter(user=two).exclude(until_date=None).exists()


def test_access_when_ended_at_once_sees_nothing_from_that_minute(at: datetime) -> None:
    person, broker = make_person(), make_user(Role.BROKER)
    let_see(person, AccessCapacity.BROKER, user=broker)
    end = {"person": person, "capacity": AccessCapacity.BROKER, "at_once": True}
    with transaction.atomic():
        assert end_access(by=as_viewer(REGISTRY, at), **end)  # type: ignore[arg-type]
    moment = timedelta(microseconds=1)
    for when, seen in ((at - moment, True), (at, False), (at + moment, False)):
        people = Person.objects.visible_to(as_viewer(broker, when), scope=Scope.PLAN)
        assert people.exists() == seen, when
    assert not Access.objects.current(at.date()).exists()
    with transaction.atomic():
        again = grant_access(
            by=as_viewer(REGISTRY, at), person=person, capacity=AccessCapacity.BROKER, user=broker
        )
    assert again


def test_access_when_rows_overlap_is_granted_by_the_longest(at: datetime) -> None:
    person, broker = make_person(), make_user(Role.BROKER)
    capacity, scopes = AccessCapacity.BROKER, frozenset({Scope.PLAN})
    days = [at.date() + timedelta(days=number) for number in (2, 5, 9)]
    for until in days[:2]:
        let_see(person, capacity, user=broker, scopes=scopes, until_date=until)
    grant = {"person": person, "capacity": capacity, "user": broker, "scopes": scopes}
    with transaction.atomic():
        assert not grant_access(by=as_viewer(REGISTRY, at), **grant, until_date=days[2])  # type: ignore[arg-type]
    ends = Access.objects.order_by("until_date").values_list("until_date", flat=True)
    assert list(ends) == [days[0], days[2]]
    with transaction.atomic():
        assert not grant_access(by=as_viewer(REGISTRY, at), **grant)  # type: ignore[arg-type]
        assert not grant_access(by=as_viewer(REGISTRY, at), **grant, until_date=days[0])  # type: ignore[arg-type]
    assert set(Access.objects.values_list("until_date", flat=True)) == {days[0], None}


def test_registering_when_done_by_a_practitioner_lets_them_work_with_the_person(
    at: datetime,
) -> None:
    worker, colleague = make_user(Role.PRACTITIONER), make_user(Role.PRACTITIONER)
    facts = {"authority_id": make_authority().pk, "town": "Brackenford", "contact_wish": "Ring."}
    facts["date_of_birth"] = date(1955, 2, 11)
    own = register_person(by=as_viewer(worker, at), name="Margaret Ellery", **facts)  # type: ignore[arg-type]
    north = team_of("North", make_authority(), colleague)
    lead = as_viewer(make_user(Role.PRACTITIONER), at)
    theirs = register_person(by=lead, name="Agnes", **facts)  # type: ignore[arg-type]
    let_work(by=lead, person=theirs, team=north)
    for user, person in ((worker, own), (colleague, theirs)):
        assert (
            Person.objects.visible_to(as_viewer(user, at), scope=Scope.PLAN_WRITE).get() == person
        )
        assert not Person.objects.visible_to(as_viewer(user, at), scope=Scope.MONEY).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRACTITIONER])
def test_registering_when_not_a_practitioner_is_refused(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        register_person(by=as_viewer(make_user(role)), authority_id=make_authority().pk, name="X")


def test_database_refuses_the_same_open_access_twice() -> None:
    person, user = make_person(), make_user(Role.BROKER)
    for holder in ({"user": user}, {"role": Role.APPROVER}):
        let_see(person, AccessCapacity.BROKER, **holder)  # type: ignore[arg-type]
        with pytest.raises(IntegrityError), transaction.atomic():
            let_see(person, AccessCapacity.BROKER, **holder)  # type: ignore[arg-type]


def test_registered_person_sees_their_own_record(at: datetime) -> None:
    margaret = make_user(Role.PERSON)
    person = register_person(
        by=as_viewer(REGISTRY, at),
        authority_id=make_authority().pk,
        user=margaret,
        name="Margaret Ellery",
        date_of_birth=date(1955, 2, 11),
        town="Brackenford",
        contact_wish="Ring, after 10am.",
    )
    assert Access.objects.filter(user=margaret).count() == len(Scope)
    assert AuditEvent.objects.get(event="person_registered").subject_id == person.pk
    assert person.age(date(2026, 2, 10)) == 70
    assert person.age(date(2026, 2, 11)) == 71


def test_opening_a_person_is_written_down_and_a_refusal_is_not(at: datetime) -> None:
    person, broker = make_person(), make_user(Role.BROKER)
    let_see(person, AccessCapacity.BROKER, user=broker)
    look = {
        "public_id": person.public_id,
        "scope": Scope.PLAN,
        "purpose": PlanPurpose.PLANNING,
    }
    assert open_person(by=as_viewer(broker), **look) == person  # type: ignore[arg-type]
    with pytest.raises(NotVisible):
        open_person(by=as_viewer(make_user(Role.BROKER)), **look)  # type: ignore[arg-type]
    with pytest.raises(NotVisible):
        open_person(by=as_viewer(broker), **look | {"scope": Scope.MONEY})  # type: ignore[arg-type]
    log = ReadLog.objects.get()
    assert (log.user_id, log.purpose, log.read_at) == (broker.pk, PlanPurpose.PLANNING, at)


def test_who_sees_says_names_scopes_and_looks(
    at: datetime, django_assert_num_queries: object
) -> None:
    margaret, broker = make_user(Role.PERSON), make_user(Role.BROKER, name="Daniel Osei")
    person = make_person(user=margaret)
    let_see(person, AccessCapacity.BROKER, user=broker)
    let_see(person, AccessCapacity.APPROVER, role=Role.APPROVER, until_date=date(2026, 9, 10))
    for _ in range(2):
        ReadLog.objects.create(
            person_id=person.pk, user_id=broker.pk, purpose=PlanPurpose.PLANNING, read_at=at
        )
    ReadLog.objects.create(
        person_id=person.pk, user_id=margaret.pk, purpose=OwnPurpose.OWN, read_at=at
    )
    with django_assert_num_queries(4):  # type: ignore[operator]
        seen = who_sees(person=person, at=at)
    daniel = next(seer for seer in seen.now if seer.name == "Daniel Osei")
    assert (daniel.capacity, daniel.sees) == (
        "Your broker",
        "who you are, your plan and changing it, risks to you",
    )
    assert [seer.name for seer in seen.before] == ["Approving managers"]
    assert [(look.name, look.purpose, look.times) for look in seen.looks] == [
        ("Daniel Osei", "planning support", 2)
    ]


def test_own_record_page_says_who_may_see_and_who_looked(at: datetime) -> None:
    margaret, broker = make_user(Role.PERSON), make_user(Role.BROKER, name="Daniel Osei")
    person = make_person(user=margaret)
    let_see(person, AccessCapacity.BROKER, user=broker)
    ReadLog.objects.create(
        person_id=person.pk, user_id=broker.pk, purpose=PlanPurpose.PLANNING, read_at=at
    )
    client = Client()
    client.force_login(margaret)
    page = client.get(reverse("people:my_record")).content.decode()
    for words in ("Daniel Osei", "Your broker", "Planning support", "21 September 2026", "Once"):
        assert words in page


@pytest.mark.parametrize("role", [Role.BROKER, Role.FINANCE, Role.SUPPLIER])
def test_own_record_page_is_for_people(role: Role) -> None:
    client = Client()
    client.force_login(make_user(role))
    assert client.get(reverse("people:my_record")).status_code == 403


def test_own_record_page_without_a_record_says_so() -> None:
    client = Client()
    client.force_login(make_user(Role.PERSON))
    page = client.get(reverse("people:my_record")).content.decode()
    assert "We have no record of you yet" in page


def test_own_record_page_for_the_anonymous_is_sign_in(client: Client) -> None:
    make_authority()
    assert client.get(reverse("people:my_record"))["Location"].startswith("/account/login/")
