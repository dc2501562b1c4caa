"""Who may see a person, that every look is written down, and that the person can read it."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PlanPurpose
from marketplace.core.errors import NotVisible
from marketplace.core.models import AuditEvent
from marketplace.people.actions import end_access, grant_access, open_person, register_person
from marketplace.people.models import Access, Person, ReadLog
from marketplace.people.queries import who_sees
from marketplace.people.rules import SCOPES_OF, AccessCapacity, OwnPurpose, Scope
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.people import REGISTRY, let_see, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)


@pytest.mark.parametrize("capacity", AccessCapacity)
@pytest.mark.parametrize("scope", Scope)
def test_each_capacity_sees_its_scopes_and_no_more(capacity: AccessCapacity, scope: Scope) -> None:
    person, user = make_person(), make_user(Role.BROKER)
    let_see(person, capacity, user=user)
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
    let_see(person, AccessCapacity.APPROVER, team=Role.APPROVER)
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
    assert len(first) == 2
    assert set(Access.objects.values_list("until_date", flat=True)) == {None}


def test_ended_access_lasts_until_the_end_of_the_day(at: datetime) -> None:
    person, one, two = make_person(), make_user(Role.BROKER), make_user(Role.BROKER)
    for user in (one, two):
        let_see(person, AccessCapacity.BROKER, user=user)
    with transaction.atomic():
        assert (
            end_access(
                by=as_viewer(REGISTRY, at),
                person=person,
                capacity=AccessCapacity.BROKER,
                but_user=two,
            )
            == 2
        )
    assert set(Access.objects.filter(user=one).values_list("until_date", flat=True)) == {
        date(2026, 9, 22)
    }
    assert not Access.objects.filter(user=two).exclude(until_date=None).exists()


def test_database_refuses_the_same_open_access_twice() -> None:
    person, user = make_person(), make_user(Role.BROKER)
    for holder in ({"user": user}, {"team": Role.APPROVER}):
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
    assert Access.objects.filter(user=margaret).count() == 3
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
    let_see(person, AccessCapacity.APPROVER, team=Role.APPROVER, until_date=date(2026, 9, 10))
    for _ in range(2):
        ReadLog.objects.create(
            person_id=person.pk, user_id=broker.pk, purpose=PlanPurpose.PLANNING, read_at=at
        )
    ReadLog.objects.create(
        person_id=person.pk, user_id=margaret.pk, purpose=OwnPurpose.OWN, read_at=at
    )
    with django_assert_num_queries(4):  # type: ignore[operator]
        seen = who_sees(person=person, on=TODAY)
    daniel = next(seer for seer in seen.now if seer.name == "Daniel Osei")
    assert (daniel.capacity, daniel.sees) == ("Your broker", "who you are, your plan")
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
