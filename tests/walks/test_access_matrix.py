"""Every address, with every role, on one's own, a stranger's and another council's objects.

The addresses and their rules come from the resolver; the objects from the rooms' samples.
"""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from marketplace.accounts.access import AccessRule, PathAccess, Whose
from marketplace.accounts.rules import Role
from marketplace.portal.routes import Route
from tests.walks.world import (
    World,
    Written,
    ask,
    enough,
    is_there_at_once,
    ours,
    signed_in,
    takes_object,
    url_of,
)

# Marked as needing the database so that it runs before the tests that empty it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walks")]
#: Their work is the whole council, so a stranger's object is theirs too.
FOR_THE_COUNCIL = (Role.ACCREDITOR, Role.FINANCE)


def as_declared(who: str, rule: AccessRule, response: HttpResponse) -> bool:
    """The anonymous go to sign-in, a missing role is 403; the rest is for the other tests."""
    if who == "nobody":
        return response.status_code == 302 and "/account/login/" in response["Location"]
    held = not rule.roles or Role(who) in rule.roles
    return held or response.status_code == 403


def test_address_when_no_sample_says_its_object_fails_with_where_to_add_it(world: World) -> None:
    route = Route("people/<int:pk>/", "people:forget", PathAccess(), is_ours=True)
    with pytest.raises(
        AssertionError, match=r"add it to the addresses in the samples\.py of people"
    ):
        url_of(route, world.sides["own"])


def everybody(world: World) -> dict[str, Client]:
    return {role.value: signed_in(user) for role, user in world.users.items()}


def test_every_address_when_asked_by_every_role_answers_as_declared(world: World) -> None:
    wrong, reached = [], 0
    clients = {"nobody": Client()} | everybody(world)
    for route, verb, rule in ours():
        url = url_of(route, world.sides["own"])
        for who, client in clients.items():
            if rule.public:
                continue
            response = ask(client, verb, url, world.host)
            reached += 1
            if not as_declared(who, rule, response):
                wrong.append(f"{who} {verb} {url}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 900)


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


def test_every_object_when_it_is_ones_own_is_there(world: World) -> None:
    wrong, reached, clients = [], 0, everybody(world)
    for route, verb, rule in ours():
        if rule.public or verb != "GET":
            continue
        for role in sorted(rule.roles):
            if not is_there_at_once(route, role):
                continue
            url = url_of(route, world.sides["own"], role)
            response = ask(clients[role], verb, url, world.host)
            reached += 1
            if response.status_code not in (200, 302) or "/login/" in response.get("Location", ""):
                wrong.append(f"{role} {verb} {url} ({route.name}): {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 50)


#: Pages of the other packages that a reader opens.
THEIR_PAGES = ("/", "/cms-admin/", "/cms-admin/pages/", "/cms-admin/images/", "/account/login/")


def pages_of(world: World) -> list[tuple[Role, str]]:
    """Every page with each role that may read it."""
    found = [(Role.EDITOR, address) for address in THEIR_PAGES]
    for route, verb, rule in ours():
        if verb == "GET":
            roles = sorted(rule.roles) or list(Role)
            found += [(role, url_of(route, world.sides["own"], role)) for role in roles]
    return found


def test_every_page_when_only_read_writes_nothing_but_the_read_log(world: World) -> None:
    wrong, reached, clients = [], 0, everybody(world)
    for role, url in pages_of(world):
        for ask_as in ("GET", "HEAD", "OPTIONS"):
            written = Written()
            with connection.execute_wrapper(written):
                reached += ask(clients[role], ask_as, url, world.host).status_code == 200
            if written.tables:
                wrong.append(f"{role} {ask_as} {url}: {sorted(written.tables)}")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 300)


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
    for role, client in everybody(world).items():
        status = ask(client, "GET", "/cms-admin/", world.host).status_code
        assert status == (200 if role == Role.EDITOR else 403), role
        if role == Role.EDITOR:
            assert ask(client, "GET", "/cms-admin/", world.other_host).status_code == 403
    response = ask(Client(), "GET", "/cms-admin/pages/", world.host)
    assert "/account/login/" in response["Location"]
