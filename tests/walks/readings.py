"""Every page, list and file, read once by everybody who may read it: what several walks look at."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.http import HttpResponse
from django.test import Client

from marketplace.accounts.access import AccessRule
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.people.models import ListReading, ListReadingPerson, ReadLog
from marketplace.portal.routes import Route
from tests.walks.world import WITHHELD, World, Written, ours, signed_in, url_of


@dataclass(frozen=True)
class Answer:
    """What came back, of whom a trace was left, and which tables were written to beyond that."""

    status: int
    location: str
    content_type: str
    body: str
    is_streamed: bool
    traced: frozenset[int]
    written: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """One address, asked by somebody with a role, or by nobody who has signed in."""

    route: Route
    rule: AccessRule
    role: Role | None
    url: str
    answer: Answer


def everybody(world: World) -> dict[Role | None, Client]:
    return {None: Client()} | {role: signed_in(user) for role, user in world.users.items()}


def read_everything(world: World) -> list[Reading]:
    """Each address with each role that may read it; what is public also without a role."""
    clients = everybody(world)
    found = []
    for route, verb, rule in ours():
        if verb != "GET":
            continue
        roles: list[Role | None] = [*(sorted(rule.roles) or Role)]
        for role in [None, *roles] if rule.public else roles:
            url = url_of(route, world.sides["own"], role)
            answer = read(clients[role], "GET", url, world.host)
            found.append(Reading(route, rule, role, url, answer))
    return found


def read(client: Client, verb: str, url: str, host: str) -> Answer:
    """One request, whose writes are looked at and taken back."""
    written = Written()
    with transaction.atomic():
        before = [_last(model) for model in (ReadLog, ListReading, AuditEvent)]
        with connection.execute_wrapper(written):
            response: Any = client.generic(verb, url, headers={"host": host})
            body = _body(response)
        traced = _traced(*before)
        transaction.set_rollback(True)
    return Answer(
        response.status_code,
        response.get("Location", ""),
        response.get("Content-Type", ""),
        body.decode(errors="replace"),
        response.streaming,
        frozenset(traced),
        frozenset(written.tables),
    )


def _body(response: HttpResponse) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.content


def _last(model: Any) -> int:
    found: int | None = model.objects.aggregate(last=Max("pk"))["last"]
    return found or 0


def _traced(log: int, lists: int, audit: int) -> set[int]:
    """The people of whom something was written down as read since these rows."""
    people = {*ReadLog.objects.filter(pk__gt=log).values_list("person_id", flat=True)}
    listed = ListReadingPerson.objects.filter(reading__gt=lists)
    people |= {*listed.values_list("person_id", flat=True)}
    withheld = AuditEvent.objects.filter(pk__gt=audit, event__in=WITHHELD)
    return people | {pk for row in withheld for pk in row.data.get("people", [])}
