"""Every address, with every role, on one's own, the council's other and another council's objects.

The addresses and their rules come from the resolver; the objects from two demo councils.
"""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from marketplace.accounts.access import AccessRule, Whose
from marketplace.accounts.rules import Role
from tests.walks.world import World, Written, ask, ours, signed_in, takes_object, url_of

# Marked as needing the database so that it runs before the tests that empty it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walks")]


def as_declared(who: str, rule: AccessRule, response: HttpResponse) -> bool:
    """The anonymous go to sign-in, a missing role is 403; the rest is for the other tests."""
    if who == "nobody":
        return response.status_code == 302 and "/account/login/" in response["Location"]
    held = not rule.roles or Role(who) in rule.roles
    return held or response.status_code == 403


def test_every_address_when_asked_by_every_role_answers_as_declared(world: World) -> None:
    wrong: list[str] = []
    everybody = {"nobody": Client()} | {
        role.value: signed_in(user) for role, user in world.users.items() if user
    }
    assert len(everybody) == len(Role) + 1
    for route, verb, rule in ours():
        if route.name == "portal:media":
            continue
        url = url_of(route, world.sides["own"])
        for who, client in everybody.items():
            if rule.public:
                continue
            response = ask(client, verb, url, world.host)
            if not as_declared(who, rule, response):
                wrong.append(f"{who} {verb} {url}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_every_object_when_it_is_anothers_is_not_there(world: World) -> None:
    wrong: list[str] = []
    for route, verb, rule in ours():
        if not takes_object(route) or rule.public or route.name == "suppliers:register_step":
            continue
        for role in sorted(rule.roles):
            user = world.users[role]
            assert user
            sides = ["other"] + (["same"] if rule.whose == Whose.OWN else [])
            for side in sides:
                if side == "same" and role in (Role.ACCREDITOR, Role.FINANCE):
                    continue  # theirs is the whole council
                url = url_of(route, world.sides[side], role)
                status = ask(signed_in(user), verb, url, world.host).status_code
                if status != 404:
                    wrong.append(f"{role} {verb} {side} {url} ({route.name}): {status}, not 404")
    assert not wrong, "\n".join(wrong)


def test_every_object_when_it_is_ones_own_is_there(world: World) -> None:
    wrong: list[str] = []
    reached = 0
    for route, verb, rule in ours():
        if rule.public or verb != "GET" or route.name == "cards:columns":
            continue
        for role in sorted(rule.roles):
            user = world.users[role]
            assert user
            if (route.name, role) == ("reconciliation:person_money", Role.BROKER):
                continue  # a broker sees money only where the person has said so
            url = url_of(route, world.sides["own"], role)
            response = ask(signed_in(user), verb, url, world.host)
            reached += 1
            if response.status_code not in (200, 302) or "/login/" in response.get("Location", ""):
                wrong.append(f"{role} {verb} {url} ({route.name}): {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert reached > 40


#: Pages of the other packages that a reader opens.
THEIR_PAGES = ("/", "/cms-admin/", "/cms-admin/pages/", "/cms-admin/images/", "/account/login/")


def pages_of(world: World) -> list[tuple[Role, str]]:
    """Every page with each role that may read it."""
    found = [(Role.EDITOR, address) for address in THEIR_PAGES]
    for route, verb, rule in ours():
        if verb == "GET" and route.name != "portal:media":
            url = url_of(route, world.sides["own"])
            found += [(role, url) for role in sorted(rule.roles) or list(Role)]
    return found


def test_every_page_when_only_read_writes_nothing_but_the_read_log(world: World) -> None:
    wrong, reached = [], 0
    everybody = {role: signed_in(user) for role, user in world.users.items() if user}
    for role, url in pages_of(world):
        for ask_as in ("GET", "HEAD", "OPTIONS"):
            written = Written()
            with connection.execute_wrapper(written):
                reached += ask(everybody[role], ask_as, url, world.host).status_code == 200
            if written.tables:
                wrong.append(f"{role} {ask_as} {url}: {sorted(written.tables)}")
    assert not wrong, "\n".join(wrong)
    assert reached > 150


#: Pages about one person; lists of several are not looking at somebody.
ABOUT_A_PERSON = re.compile(r"brokerage:|reconciliation:|cards:account$|people:")
LISTS = {
    "brokerage:caseload",
    "brokerage:approvals",
    "reconciliation:queue",
    "reconciliation:export",
}


def test_every_page_about_a_person_when_read_leaves_a_trace(world: World) -> None:
    untraced, reached = [], 0
    for route, verb, rule in ours():
        if verb != "GET" or not ABOUT_A_PERSON.match(route.name) or route.name in LISTS:
            continue
        for role in sorted(rule.roles):
            user = world.users[role]
            assert user
            url, written = url_of(route, world.sides["own"], role), Written()
            with connection.execute_wrapper(written):
                response = ask(signed_in(user), "GET", url, world.host)
            if response.status_code == 200:
                reached += 1
                if not written.logged:
                    untraced.append(f"{role} {url} ({route.name})")
    assert not untraced, "\n".join(untraced)
    assert reached > 15


def test_a_user_when_at_another_councils_host_has_no_role_there(world: World) -> None:
    for role in (Role.ACCREDITOR, Role.BROKER, Role.FINANCE, Role.EDITOR):
        user = world.users[role]
        assert user
        address = {
            Role.ACCREDITOR: reverse("accreditation:queue"),
            Role.BROKER: reverse("brokerage:caseload"),
            Role.FINANCE: reverse("cards:accounts"),
            Role.EDITOR: "/cms-admin/",
        }[role]
        assert ask(signed_in(user), "GET", address, world.other_host).status_code == 403
        assert ask(signed_in(user), "GET", address, world.host).status_code == 200


def test_the_editors_admin_when_asked_without_the_role_is_closed(world: World) -> None:
    for role, user in world.users.items():
        assert user
        status = ask(signed_in(user), "GET", "/cms-admin/", world.host).status_code
        assert status == (200 if role == Role.EDITOR else 403), role
    response = ask(Client(), "GET", "/cms-admin/pages/", world.host)
    assert "/account/login/" in response["Location"]
