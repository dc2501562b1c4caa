"""Loading a person: through one function, with a purpose, which leaves a trace they can read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.http import Http404

from marketplace.accounts.models import User
from marketplace.accounts.rules import ROLE_LABELS, Role
from marketplace.core.clock import LONDON, london_date
from marketplace.people.models import Access, Person, ReadLog
from marketplace.people.rules import CAPACITY_LABELS, SCOPE_LABELS, Capacity, Purpose, Scope

#: How many lines of the read log are shown, newest first.
LOOKS_SHOWN = 100


def open_person(
    *, by: User, at: datetime, authority_id: int, public_id: UUID, scope: Scope, purpose: Purpose
) -> Person:
    """The person, if this user may see them in this scope today; writes the read log.

    Raises Http404 when not visible, so that nobody learns who exists.
    """
    person = (
        Person.objects.visible_to(by, scope=scope, on=london_date(at))
        .filter(authority_id=authority_id, public_id=public_id)
        .first()
    )
    if person is None:
        raise Http404("No such person is on your list.")
    ReadLog.objects.create(person_id=person.pk, user_id=by.pk, purpose=purpose, read_at=at)
    return person


def open_own_record(*, by: User, at: datetime, authority_id: int, scope: Scope) -> Person | None:
    """The record that a council holds of the user themselves; None when it holds none."""
    own = Person.objects.filter(user=by, authority_id=authority_id).first()
    if own is None:
        return None
    return open_person(
        by=by,
        at=at,
        authority_id=authority_id,
        public_id=own.public_id,
        scope=scope,
        purpose=Purpose.OWN,
    )


@dataclass(frozen=True)
class Seer:
    """Somebody who may see a person: as what, how much, from when, until (not with) when."""

    name: str
    capacity: str
    sees: str
    from_date: date
    until_date: date | None
    granted_by: str


@dataclass(frozen=True)
class Look:
    """That somebody opened the person's pages on one day for one purpose, and how often."""

    name: str
    purpose: str
    day: date
    times: int
    last_at: datetime


@dataclass(frozen=True)
class WhoSees:
    """Who may see a person now, who could before, and who looked."""

    now: list[Seer]
    before: list[Seer]
    looks: list[Look]


def who_sees(*, person: Person, on: date) -> WhoSees:
    """Everything about who sees this person, for the person themselves. Three queries."""
    rows = list(Access.objects.filter(person=person).select_related("user").order_by("from_date"))
    looks = list(
        ReadLog.objects.filter(person_id=person.pk)
        .exclude(user_id=person.user_id or 0)
        .values("user_id", "purpose", day=TruncDate("read_at", tzinfo=LONDON))
        .annotate(times=Count("pk"), last_at=Max("read_at"))
        .order_by("-last_at")[:LOOKS_SHOWN]
    )
    granters = {code for row in rows if (code := _user_id(row.granted_by))}
    names = dict(
        User.objects.filter(pk__in=granters | {look["user_id"] for look in looks}).values_list(
            "pk", "name"
        )
    )
    seers = _seers(rows, names)
    return WhoSees(
        now=[s for s in seers if s.until_date is None or s.until_date > on],
        before=[s for s in seers if s.until_date is not None and s.until_date <= on],
        looks=[
            Look(
                names.get(look["user_id"], "Somebody who has left"),
                look["purpose"],
                look["day"],
                look["times"],
                look["last_at"],
            )
            for look in looks
        ],
    )


def _seers(rows: list[Access], names: dict[int, str]) -> list[Seer]:
    """One line for each holder, capacity and span, with the scopes joined in words."""
    spans: dict[tuple[object, ...], list[Access]] = {}
    for row in rows:
        key = (row.user_id, row.team, row.capacity, row.from_date, row.until_date)
        spans.setdefault(key, []).append(row)
    return [
        Seer(
            name=first.user.name if first.user else f"{ROLE_LABELS[Role(first.team)]}s",
            capacity=CAPACITY_LABELS[Capacity(first.capacity)],
            sees=", ".join(words for s, words in SCOPE_LABELS.items() if s in scopes),
            from_date=first.from_date,
            until_date=first.until_date,
            granted_by=names.get(_user_id(first.granted_by) or 0, "the council"),
        )
        for span in spans.values()
        if (first := span[0]) and (scopes := {Scope(row.scope) for row in span})
    ]


def _user_id(actor_code: str) -> int | None:
    kind, _, number = actor_code.partition(":")
    return int(number) if kind == "user" else None
