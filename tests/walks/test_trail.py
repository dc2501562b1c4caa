"""Whoever reads something of people leaves a trace of each of them: on pages, in lists and in files.

The trace is for the people themselves, but for what is read of a concern: that is for auditors.

Nothing here names a page. What a page shows is found in its body, by the names of all people.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping

import pytest

from marketplace.accounts.rules import Role
from marketplace.people.models import Person
from marketplace.portal.routes import Route
from tests.walks.readings import Answer, Reading, everybody, read
from tests.walks.world import World, enough, is_walked, ours, room_of, samples_of, url_of

Asked = tuple[Route, str, Role, str]
pytestmark = [pytest.mark.django_db]


def shown_in(body: str, names: Mapping[int, str]) -> set[int]:
    """The people whose names stand in a body."""
    return {pk for pk, name in names.items() if name in body}


def untraced(answered: Iterable[tuple[Asked, Answer]]) -> tuple[list[str], int]:
    """Those of the answers that show people of whom they leave no trace, and how many show some.

    In a room about people, also what shows no name must leave one, unless its samples say that it
    is about nobody.
    """
    wrong, reached = [], 0
    names = dict(Person.objects.values_list("pk", "name"))
    for (route, verb, role, url), answer in answered:
        if answer.status != 200:
            continue
        shown = shown_in(answer.body, names)
        samples = samples_of(room_of(route.name))
        about = samples.about_people and route.name not in samples.about_nobody
        reached += bool(shown)
        if missing := shown - answer.traced:
            wrong.append(f"{role} {verb} {url} ({route.name}) shows {len(missing)} untraced")
        elif about and not answer.traced:
            wrong.append(f"{role} {verb} {url} ({route.name}) leaves no trace of anybody")
    return wrong, reached


def not_public(world: World) -> Iterator[Asked]:
    """Every address with each verb and each role that may take it."""
    for route, verb, rule in ours():
        if not rule.public:
            for role in sorted(rule.roles) or list(Role):
                yield route, verb, role, url_of(route, world.sides["own"], role)


def answered(world: World, asked: Iterable[Asked]) -> Iterator[tuple[Asked, Answer]]:
    clients = everybody(world)
    for one in asked:
        _, verb, role, url = one
        yield one, read(clients[role], verb, url, world.host)


def test_every_page_list_and_file_when_it_shows_people_leaves_a_trace_of_each(
    world: World, readings: list[Reading]
) -> None:
    pages = [
        ((one.route, "GET", one.role, one.url), one.answer)
        for one in readings
        if one.role and not one.rule.public
    ]
    others = answered(world, (one for one in not_public(world) if one[1] != "GET"))
    wrong, reached = untraced([*pages, *others])
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 25)


@pytest.mark.parametrize("room", ["brokerage", "cards", "reconciliation"])
def test_list_when_its_view_writes_no_trace_is_found(
    world: World, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a new view would that forgot it: the walk names the address and the role."""
    mine = [one for one in not_public(world) if room_of(one[0].name) == room]
    lists = [one for one in mine if "<" not in one[0].pattern]
    for module in list(sys.modules.values()):
        if ".views" in getattr(module, "__name__", "") and hasattr(module, "open_people"):
            monkeypatch.setattr(module, "open_people", lambda **_: None)
    wrong, _ = untraced(answered(world, lists))
    assert len(wrong) >= 1 or not is_walked(room)
    assert all("untraced" in one for one in wrong)
