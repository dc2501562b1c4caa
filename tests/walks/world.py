"""Three sides made of the rooms' own samples, and which object every address takes.

Nothing here names a room: addresses come from the resolver, objects and arguments from the samples
that the rooms declare. What has none fails the walks with where to add it.
"""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from marketplace.accounts.access import AccessRule
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.clock import now
from marketplace.core.rooms import Room, Samples, collected
from marketplace.portal.routes import Route, routes

#: Days before today on which the samples' case began.
BEGAN = timedelta(days=60)


class World:
    """One's own side, a stranger's in the same council, and another council's."""

    def __init__(self) -> None:
        self.host, self.other_host = "127.0.0.1", "otterdale.localhost"
        began = now() - BEGAN
        self.sides = {
            "own": Side("own", "fernshire", self.host, began),
            "same": Side("same", "fernshire", self.host, began, is_stranger=True),
            "other": Side("other", "otterdale", self.other_host, began),
        }
        for side in self.sides.values():
            for samples in all_samples():
                samples.make(side)
        self.users: dict[Role, User] = self.sides["own"].users


def all_samples() -> Iterator[Samples]:
    return (room.samples for room in collected().all if room.samples)


#: `WALKED_ROOMS=loans,people` walks these alone; else all are walked.
WALKED = frozenset(filter(None, os.environ.get("WALKED_ROOMS", "").split(",")))


def is_walked(room: str) -> bool:
    return not WALKED or room in WALKED


def enough(reached: int, least: int) -> bool:
    """Whether a walk over all rooms reached so much. A walk over some may have nothing of a kind."""
    return bool(WALKED) or reached > least


def room_of(name: str) -> str:
    """The room of an address (`suppliers:edit`)."""
    return name.partition(":")[0]


def samples_of(room: str) -> Samples:
    named = {one.name: one for one in collected().all}
    found: Room | None = named.get(room)
    return (found.samples if found else None) or Samples()


def ours() -> Iterator[tuple[Route, str, AccessRule]]:
    """Every address that a room declares, with each verb and its rule."""
    for route in routes():
        if route.access and route.is_ours and is_walked(room_of(route.name)):
            for verb, rule in route.access.verbs.items():
                yield route, verb, rule


def takes_object(route: Route) -> bool:
    return "<" in route.pattern and route.name not in samples_of(room_of(route.name)).without_object


def arguments_of(route: Route, side: Side, role: Role | None) -> Mapping[str, Any]:
    """What an address takes on a side, when asked by a role."""
    addresses = samples_of(room_of(route.name)).addresses
    named = (name for name in (f"{route.name} for {role}", route.name) if name in addresses)
    name = next(named, None)
    assert name, (
        f"No sample says which object {route.name} takes: add it to the addresses in the samples.py"
        f" of {room_of(route.name)}."
    )
    return addresses[name](side)


def url_of(route: Route, side: Side, role: Role | None = None) -> str:
    given = arguments_of(route, side, role) if "<" in route.pattern else None
    return reverse(route.name, kwargs=given)


def is_there_at_once(route: Route, role: Role) -> bool:
    """Whether one's own object is there for its role, with nothing else done before."""
    return not {route.name, f"{route.name} for {role}"} & (
        samples_of(room_of(route.name)).not_at_once
    )


def ask(client: Client, verb: str, url: str, host: str) -> HttpResponse:
    """One request whose writes are taken back."""
    with transaction.atomic():
        response: Any = client.generic(verb, url, headers={"host": host})
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


#: A session's last use, and the log of who looked at whom.
MAY_WRITE = frozenset(
    {"django_session", "people_readlog", "people_listreading", "people_listreadingperson"}
)
#: Readings of people that are told to auditors alone, each with the people's ids in its row.
WITHHELD = frozenset(
    {
        "concerns_listed",
        "concerns_counted",
        "concern_opened",
        "concern_people_searched",
        "concern_person_opened",
        "holds_read",
    }
)
#: Events of the audit trail that say that something was read.
READ_EVENTS = frozenset({"evidence_opened", "trail_read", "trail_exported", *WITHHELD})
WRITES = re.compile(
    r"^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)\"?", re.IGNORECASE
)


class Written:
    """The tables that queries wrote to while it listened, but for what reading may write."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found and not self._is_of_reading(found[2], params):
            self.tables.add(found[2])
        return execute(sql, params, many, context)

    @staticmethod
    def _is_of_reading(table: str, params: Any) -> bool:
        if table == "core_auditevent":
            return any(one in READ_EVENTS for one in params or () if isinstance(one, str))
        return table in MAY_WRITE
