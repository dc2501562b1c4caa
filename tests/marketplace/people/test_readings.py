"""Several people read together: one row, and a line on the record of each of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PlanPurpose, PlanReading
from marketplace.core.actors import SystemActor
from marketplace.core.errors import NotVisible
from marketplace.people.actions import open_people
from marketplace.people.models import ListReading, ListReadingPerson, Person
from marketplace.people.queries import who_sees
from marketplace.people.rules import SAME_LIST_WITHIN, AccessCapacity, Scope, reading_hash
from tests.factories.accounts import NOW, as_viewer, make_user
from tests.factories.people import let_see, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker() -> User:
    return make_user(Role.BROKER, name="Daniel Osei")


def people_of(broker: User, count: int) -> list[Person]:
    found = [make_person() for _ in range(count)]
    for person in found:
        let_see(person, AccessCapacity.BROKER, user=broker)
    return found


def read(broker: User, people: list[Person], at: datetime = NOW, **facts: object) -> None:
    open_people(
        by=as_viewer(broker, at),
        people_ids=[person.pk for person in people],
        scope=Scope.PLAN,
        kind=PlanReading.CASELOAD,
        purpose=PlanPurpose.PLANNING,
        **facts,  # type: ignore[arg-type]
    )


def test_reading_when_many_are_shown_is_one_row_with_their_ids(broker: User) -> None:
    people = people_of(broker, 3)
    read(broker, [*people, people[0]], filters={"part": "mine"})
    row = ListReading.objects.get()
    assert (row.user_id, row.kind, row.purpose) == (
        broker.pk,
        PlanReading.CASELOAD,
        PlanPurpose.PLANNING,
    )
    assert (row.filters, row.people_count, row.read_at) == ({"part": "mine"}, 3, NOW)
    assert row.authority_id == people[0].authority_id
    assert {one.person_id for one in row.people.all()} == {person.pk for person in people}


def test_reading_when_nobody_is_shown_leaves_none(broker: User) -> None:
    read(broker, [])
    assert not ListReading.objects.exists()


def test_reading_when_somebody_is_not_theirs_to_see_is_refused(broker: User) -> None:
    with pytest.raises(NotVisible):
        read(broker, [*people_of(broker, 2), make_person()])
    with pytest.raises(NotVisible):
        read(make_user(Role.BROKER), people_of(broker, 1))
    with pytest.raises(PermissionDenied):
        open_people(
            by=as_viewer(SystemActor("nightly"), NOW),
            people_ids=[1],
            scope=Scope.PLAN,
            kind=PlanReading.CASELOAD,
            purpose=PlanPurpose.PLANNING,
        )
    assert not ListReading.objects.exists()


MIDNIGHT = datetime(2026, 9, 21, 23, tzinfo=UTC)
SOON = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        (NOW, NOW + SOON, 1),
        (NOW, NOW + SAME_LIST_WITHIN, 1),
        (NOW, NOW + SAME_LIST_WITHIN + SOON, 2),
        (MIDNIGHT - SOON, MIDNIGHT + SOON, 2),
    ],
    ids=["soon", "at the limit", "later", "over London's midnight"],
)
def test_list_when_read_again_leaves_a_row_for_each_look_and_day(
    broker: User, first: datetime, second: datetime, rows: int
) -> None:
    people = people_of(broker, 2)
    read(broker, people, first)
    read(broker, people, second)
    assert ListReading.objects.count() == rows


def test_list_when_read_again_with_somebody_else_or_another_filter_loses_nobody(
    broker: User,
) -> None:
    people = people_of(broker, 3)
    read(broker, people[:2])
    read(broker, people)
    read(broker, people, filters={"part": "mine"})
    assert ListReading.objects.count() == 3
    assert ListReadingPerson.objects.filter(person_id=people[2].pk).count() == 2


def test_list_when_a_colleague_reads_it_too_leaves_a_row_of_theirs(broker: User) -> None:
    people, colleague = people_of(broker, 2), make_user(Role.BROKER)
    for person in people:
        let_see(person, AccessCapacity.BROKER, user=colleague)
    read(broker, people)
    read(colleague, people)
    assert ListReading.objects.count() == 2


def test_file_when_taken_again_at_once_leaves_a_row_each_time(broker: User) -> None:
    people = people_of(broker, 2)
    for _ in range(2):
        read(broker, people, is_copy=True)
    assert ListReading.objects.count() == 2


def test_reading_when_many_are_shown_costs_no_query_for_each(broker: User) -> None:
    few, many = people_of(broker, 2), people_of(broker, 40)
    assert queries_of(broker, many) == queries_of(broker, few)
    assert queries_of(broker, many) < queries_of(broker, few[:1])


def queries_of(broker: User, people: list[Person]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(broker, people)
    return len(captured)


def test_hash_when_the_order_differs_is_the_same_and_else_another() -> None:
    same = reading_hash("a", "b", {"x": 1, "y": 2}, [3, 4])
    assert reading_hash("a", "b", {"y": 2, "x": 1}, [4, 3]) == same
    others = [
        reading_hash("c", "b", {"x": 1, "y": 2}, [3, 4]),
        reading_hash("a", "c", {"x": 1, "y": 2}, [3, 4]),
        reading_hash("a", "b", {"x": 1}, [3, 4]),
        reading_hash("a", "b", {"x": 1, "y": 2}, [34]),
    ]
    assert len({same, *others}) == 5


def test_who_looked_when_the_person_was_in_lists_says_so_by_day(broker: User) -> None:
    people = people_of(broker, 39)
    read(broker, people)
    read(broker, people[:13], NOW + timedelta(hours=1))
    read(broker, people[1:], NOW + timedelta(hours=2))
    read(broker, people[:1], NOW + timedelta(days=1))
    alone, with_others = who_sees(person=people[0], at=NOW).looks
    assert (alone.times, alone.fewest_others, alone.most_others) == (1, 0, 0)
    assert (with_others.name, with_others.purpose, with_others.times) == (
        "Daniel Osei",
        "planning support",
        2,
    )
    assert (with_others.fewest_others, with_others.most_others) == (12, 38)
    assert with_others.seen_in == "a list of the people that a broker helps"


def test_who_looked_when_no_room_declares_the_list_any_more_still_says_so(broker: User) -> None:
    person = people_of(broker, 1)[0]
    read(broker, [person])
    ListReading.objects.update(kind="long_gone")
    assert [look.seen_in for look in who_sees(person=person, at=NOW).looks] == ["a list"]


def test_own_record_page_when_seen_in_lists_says_with_how_many(broker: User) -> None:
    margaret = make_user(Role.PERSON)
    me = make_person(user=margaret)
    let_see(me, AccessCapacity.BROKER, user=broker)
    others = people_of(broker, 38)
    read(broker, [me, *others])
    read(broker, [me, *others[:11]], NOW + timedelta(minutes=1))
    read(broker, [me, others[0]], NOW + timedelta(days=1))
    read(broker, [me], NOW + timedelta(days=2))
    client = Client()
    client.force_login(margaret)
    page = " ".join(client.get(reverse("people:my_record")).content.decode().split())
    in_list = "In a list of the people that a broker helps"
    assert f"{in_list}, with 11 to 38 other people </span>" in page
    assert f"{in_list}, with 1 other person </span>" in page
    assert f"{in_list} </span>" in page
