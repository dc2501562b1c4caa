"""Who could write a plan still may after the scopes were split, and back again nothing else is lost."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from marketplace.accounts.models import Team
from marketplace.accounts.rules import Role
from marketplace.people.models import Access
from marketplace.people.rules import AccessCapacity, Scope
from tests.factories.accounts import make_user
from tests.factories.people import REGISTERED, let_see, make_person
from tests.marketplace.people.test_reaching import let_need

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]


def scopes(table_capacity: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scope FROM people_access WHERE capacity = %s ORDER BY scope", [table_capacity]
        )
        return [scope for (scope,) in cursor.fetchall()]


def test_access_when_carried_back_and_forth_keeps_who_could_write() -> None:
    broker, person = make_user(Role.BROKER), make_person()
    let_see(person, AccessCapacity.BROKER, user=broker)
    let_see(person, AccessCapacity.APPROVER, role=Role.APPROVER)
    north = Team.objects.create(authority=person.authority, name="North")
    let_see(person, AccessCapacity.FINANCE, team=north)
    Access.objects.filter(capacity=AccessCapacity.APPROVER).update(ended_at=REGISTERED)
    before = {one: scopes(one) for one in ("broker", "approver")}
    call_command("migrate", "people", "0009", verbosity=0, interactive=False)
    assert scopes("broker") == scopes("approver") == ["plan", "record"]
    assert scopes("finance") == []
    call_command("migrate", verbosity=0, interactive=False)
    assert {one: scopes(one) for one in before} == before
    assert Scope.PLAN_WRITE in before["broker"]
    ended = Access.objects.filter(capacity=AccessCapacity.APPROVER)
    assert set(ended.values_list("ended_at", "role")) == {(None, "approver")}
    assert None not in set(ended.values_list("until_date", flat=True))


def test_first_words_when_carried_over_lose_nothing_and_come_back() -> None:
    said = {
        "Post in large print, 18 point": ("large_print", None),
        "Hard of hearing: speak slowly": ("other", None),
        "No braille, please": ("other", None),
        "Easy read, and BSL": ("other", None),
        "Old words": ("other", REGISTERED),
    }
    people = [make_person() for _ in said]
    call_command("migrate", "people", "0017", verbosity=0, interactive=False)
    for person, words in zip(people, said, strict=True):
        write_words(person.pk, words, "Her sister, Ann")
    let_need(people[-1], "somebody", "Joan")
    call_command("migrate", verbosity=0, interactive=False)
    for person, (words, (kind, ended_at)) in zip(people, said.items(), strict=True):
        row = person.needs.get(recorded_by_system="first_words_of_needs")
        assert (row.kind, row.detail, row.recorded_at) == (kind, words, REGISTERED)
        assert (row.ended_at is not None) == (ended_at is not None)
        speaker = person.needs.get(recorded_by_system="first_words_of_who_speaks")
        taken = person == people[-1]
        assert (speaker.kind, speaker.detail) == (
            "other" if taken else "somebody",
            "Her sister, Ann",
        )
    call_command("migrate", "people", "0017", verbosity=0, interactive=False)
    assert [words_of(person.pk) for person in people] == [(one, "Her sister, Ann") for one in said]


def write_words(person_id: int, needs: str, speaker: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET communication_needs = %s, speaks_through = %s WHERE id = %s",
            [needs, speaker, person_id],
        )


def words_of(person_id: int) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT communication_needs, speaks_through FROM people_person WHERE id = %s",
            [person_id],
        )
        needs, speaker = cursor.fetchone()
        return needs, speaker


def test_equality_answers_are_seen_by_people_and_their_workers_after_the_step() -> None:
    person = make_person(user=make_user(Role.PERSON))
    worker, cover = make_user(Role.PRACTITIONER), make_user(Role.PRACTITIONER)
    let_see(person, AccessCapacity.PRACTITIONER, user=worker)
    let_see(person, AccessCapacity.PRACTITIONER, user=cover, until_date=date(2027, 1, 1))
    call_command("migrate", "people", "0015", verbosity=0, interactive=False)
    assert "equality" not in scopes("self")
    call_command("migrate", verbosity=0, interactive=False)
    held = Access.objects.filter(scope=Scope.EQUALITY).values_list("user", flat=True)
    assert set(held) == {person.user_id, worker.pk}
