"""Every address, with every role, on one's own, a stranger's and another council's objects.

The addresses and their rules come from the resolver; the objects from the rooms' samples.
"""

from collections.abc import Iterator
from functools import partial

import pytest
from django.http import HttpResponse
from django.test import Client

from marketplace import urls
from marketplace.accounts.access import AccessRule, PathAccess, Whose
from marketplace.accounts.rules import Role
from marketplace.portal.routes import Route
from tests.walks.readings import Answer, Reading, everybody, read
from tests.walks.world import World, ask, enough, is_there_at_once, ours, takes_object, url_of

# Marked as needing the database so that it runs before the tests that empty it.
pytestmark = [pytest.mark.django_db]
#: Their work is the whole council, so a stranger's object is theirs too.
FOR_THE_COUNCIL = (Role.ACCREDITOR, Role.FINANCE)


def is_held(who: str, rule: AccessRule) -> bool:
    return who != "nobody" and (not rule.roles or Role(who) in rule.roles)


def as_declared(who: str, rule: AccessRule, response: HttpResponse) -> bool:
    """The anonymous go to sign-in, a missing role is 403; the rest is for the other tests."""
    if who == "nobody":
        return response.status_code == 302 and "/account/login/" in response["Location"]
    return is_held(who, rule) or response.status_code == 403


def test_address_when_no_sample_says_its_object_fails_with_where_to_add_it(world: World) -> None:
    route = Route("people/<int:pk>/", "people:forget", PathAccess(), is_ours=True)
    with pytest.raises(
        AssertionError, match=r"add it to the addresses in the samples\.py of people"
    ):
        url_of(route, world.sides["own"])


@pytest.fixture
def _without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals whose pages are not drawn: what they say has tests of its own."""
    for status in (403, 404):
        answer = partial(_bare, status)
        monkeypatch.setattr(urls, f"handler{status}", answer, raising=False)


def _bare(status: int, request: object, exception: object = None) -> HttpResponse:
    return HttpResponse(status=status)


#: A usual run asks every address with a part of the roles that may not, in turn; a drill with all.
PARTS = [
    pytest.param(6, id="each role in turn"),
    pytest.param(1, id="every role", marks=pytest.mark.slow),
]


@pytest.mark.usefixtures("_without_words")
@pytest.mark.parametrize("parts", PARTS)
def test_every_address_when_asked_by_every_role_answers_as_declared(
    world: World, parts: int
) -> None:
    wrong, reached, turn, clients = [], 0, 0, everybody(world)
    for route, verb, rule in ours():
        url = url_of(route, world.sides["own"])
        for role, client in clients.items():
            who = role or "nobody"
            # Whoever may read it does so below, where it is seen that nothing is written.
            if rule.public or (verb == "GET" and is_held(who, rule)):
                continue
            turn += 1
            if role and not is_held(who, rule) and turn % parts:
                continue
            response = ask(client, verb, url, world.host)
            reached += 1
            if not as_declared(who, rule, response):
                wrong.append(f"{who} {verb} {url}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 900)


@pytest.mark.usefixtures("_without_words")
def test_every_object_when_it_is_anothers_is_not_there(world: World) -> None:
    wrong, reached, clients = [], 0, everybody(world)
    for route, verb, rule in ours():
        if not takes_object(route) or rule.public:
            continue
        for role in sorted(rule.roles):
            sides = ["other"]
            if rule.whose == Whose.OWN and role not in FOR_THE_COUNCIL:
                sides.append("same")
            for side in sides:
                url = url_of(route, world.sides[side], role)
                status = ask(clients[role], verb, url, world.host).status_code
                reached += 1
                if status != 404:
                    wrong.append(f"{role} {verb} {side} {url} ({route.name}): {status}, not 404")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 100)


@pytest.mark.postgresql  # Every page opens there too, by each role that may open it.
def test_every_object_when_it_is_ones_own_is_there(readings: list[Reading]) -> None:
    wrong, reached = [], 0
    for one in readings:
        if one.role not in one.rule.roles or not is_there_at_once(one.route, one.role):
            continue
        reached += 1
        if one.answer.status not in (200, 302) or "/login/" in one.answer.location:
            wrong.append(f"{one.role} GET {one.url} ({one.route.name}): {one.answer.status}")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 50)


#: Pages of the other packages that a reader opens.
THEIR_PAGES = ("/", "/cms-admin/", "/cms-admin/pages/", "/cms-admin/images/", "/account/login/")


def read_otherwise(world: World, readings: list[Reading]) -> Iterator[tuple[str, Answer]]:
    """The pages of the other packages; and each page of ours as HEAD, which makes it again, and
    OPTIONS, by the first who may."""
    clients = everybody(world)
    for address in THEIR_PAGES:
        yield f"GET {address}", read(clients[Role.EDITOR], "GET", address, world.host)
    first = {one.url: one.role for one in reversed(readings)}
    for url, role in first.items():
        for verb in ("HEAD", "OPTIONS"):
            yield f"{verb} {url}", read(clients[role], verb, url, world.host)


def test_every_page_when_only_read_writes_nothing_but_the_read_log(
    world: World, readings: list[Reading]
) -> None:
    read_once = ((f"{one.role} GET {one.url}", one.answer) for one in readings)
    every = [*read_once, *read_otherwise(world, readings)]
    wrong = [f"{asked}: {sorted(answer.written)}" for asked, answer in every if answer.written]
    assert not wrong, "\n".join(wrong)
    assert enough(sum(answer.status == 200 for _, answer in every), 300)


@pytest.mark.usefixtures("_without_words")
def test_a_user_when_at_another_councils_host_has_no_role_there(world: World) -> None:
    wrong, reached, clients = [], 0, everybody(world)
    for route, verb, rule in ours():
        for role in sorted(rule.roles):
            url = url_of(route, world.sides["own"], role)
            status = ask(clients[role], verb, url, world.other_host).status_code
            reached += 1
            if status != 403:
                wrong.append(f"{role} {verb} {route.name}: {status}, not 403")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 90)


def test_the_editors_admin_when_asked_without_the_role_is_closed(world: World) -> None:
    clients = everybody(world)
    for role in Role:
        client = clients[role]
        status = ask(client, "GET", "/cms-admin/", world.host).status_code
        assert status == (200 if role == Role.EDITOR else 403), role
        if role == Role.EDITOR:
            assert ask(client, "GET", "/cms-admin/", world.other_host).status_code == 403
    response = ask(Client(), "GET", "/cms-admin/pages/", world.host)
    assert "/account/login/" in response["Location"]
