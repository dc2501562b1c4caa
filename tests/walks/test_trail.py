"""Whoever reads something of people leaves a trace of each of them: on pages, in lists and in files.

The trace is for the people themselves, but for what is read of a concern: that is for auditors.

Nothing here names a page. What a page shows is found in its body, by the names of all people.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Max
from django.test import Client

from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.people.models import ListReading, ListReadingPerson, Person, ReadLog
from marketplace.portal.routes import Route
from tests.walks.world import (
    WITHHELD,
    World,
    enough,
    is_walked,
    ours,
    room_of,
    samples_of,
    signed_in,
    url_of,
)

Answer = tuple[Route, str, Role, str]
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walks")]


def shown_in(body: str, names: Mapping[int, str]) -> set[int]:
    """The people whose names stand in a body."""
    return {pk for pk, name in names.items() if name in body}


def read(client: Client, verb: str, url: str, host: str) -> tuple[int, str, set[int]]:
    """The status and the body of one answer, and the people of whom it left a trace."""
    with transaction.atomic():
        before = ReadLog.objects.aggregate(last=Max("pk"))["last"] or 0
        before_audit = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
        before_lists = ListReading.objects.aggregate(last=Max("pk"))["last"] or 0
        response: Any = client.generic(verb, url, headers={"host": host})
        content = b"".join(response.streaming_content) if response.streaming else response.content
        traced = {*ReadLog.objects.filter(pk__gt=before).values_list("person_id", flat=True)}
        lists = ListReadingPerson.objects.filter(reading__gt=before_lists)
        traced |= {*lists.values_list("person_id", flat=True)}
        withheld = AuditEvent.objects.filter(pk__gt=before_audit, event__in=WITHHELD)
        traced |= {pk for row in withheld for pk in row.data.get("people", [])}
        transaction.set_rollback(True)
    return response.status_code, content.decode(errors="replace"), traced


def untraced(world: World, asked: Iterable[Answer]) -> tuple[list[str], int]:
    """Those of the answers that show people of whom they leave no trace, and how many show some.

    In a room about people, also what shows no name must leave one, unless its samples say that it
    is about nobody.
    """
    wrong, reached = [], 0
    names = dict(Person.objects.values_list("pk", "name"))
    clients = {role: signed_in(user) for role, user in world.users.items()}
    for route, verb, role, url in asked:
        status, body, traced = read(clients[role], verb, url, world.host)
        if status != 200:
            continue
        shown = shown_in(body, names)
        samples = samples_of(room_of(route.name))
        about = samples.about_people and route.name not in samples.about_nobody
        reached += bool(shown)
        if missing := shown - traced:
            wrong.append(f"{role} {verb} {url} ({route.name}) shows {len(missing)} untraced")
        elif about and not traced:
            wrong.append(f"{role} {verb} {url} ({route.name}) leaves no trace of anybody")
    return wrong, reached


def answers(world: World) -> Iterator[Answer]:
    """Every address with each verb and each role that may take it."""
    for route, verb, rule in ours():
        if not rule.public:
            for role in sorted(rule.roles) or list(Role):
                yield route, verb, role, url_of(route, world.sides["own"], role)


def test_every_page_list_and_file_when_it_shows_people_leaves_a_trace_of_each(
    world: World,
) -> None:
    wrong, reached = untraced(world, answers(world))
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 25)


@pytest.mark.parametrize("room", ["brokerage", "cards", "reconciliation"])
def test_list_when_its_view_writes_no_trace_is_found(
    world: World, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a new view would that forgot it: the walk names the address and the role."""
    mine = [one for one in answers(world) if room_of(one[0].name) == room]
    lists = [one for one in mine if "<" not in one[0].pattern]
    for module in list(sys.modules.values()):
        if ".views" in getattr(module, "__name__", "") and hasattr(module, "open_people"):
            monkeypatch.setattr(module, "open_people", lambda **_: None)
    wrong, _ = untraced(world, lists)
    assert len(wrong) >= 1 or not is_walked(room)
    assert all("untraced" in one for one in wrong)
