"""Who may see a person and who looked, as the person reads it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.dates import LONDON
from marketplace.people.models import Access, Person, ReadLog
from marketplace.people.rules import AccessCapacity, Scope

#: How many lines of the read log are shown, newest first.
LOOKS_SHOWN = 100


@dataclass(frozen=True)
class AccessLine:
    """Somebody who may see a person: as what, how much, from when, until (not with) when."""

    name: str
    capacity: str
    sees: str
    from_date: date
    until_date: date | None
    granted_by: str


@dataclass(frozen=True)
class ReadLogLine:
    """That somebody opened the person's pages on one day for one purpose, and how often."""

    name: str
    purpose: str
    day: date
    times: int
    last_at: datetime


@dataclass(frozen=True)
class WhoSees:
    """Who may see a person now, who could before, and who looked."""

    now: list[AccessLine]
    before: list[AccessLine]
    looks: list[ReadLogLine]


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
    granters = {row.granted_by_id for row in rows if row.granted_by_id}
    names = dict(
        User.objects.filter(pk__in=granters | {look["user_id"] for look in looks}).values_list(
            "pk", "name"
        )
    )
    lines = _access_lines(rows, names)
    return WhoSees(
        now=[s for s in lines if s.until_date is None or s.until_date > on],
        before=[s for s in lines if s.until_date is not None and s.until_date <= on],
        looks=[
            ReadLogLine(
                names.get(look["user_id"], "A person who has left"),
                look["purpose"],
                look["day"],
                look["times"],
                look["last_at"],
            )
            for look in looks
        ],
    )


def _access_lines(rows: list[Access], names: dict[int, str]) -> list[AccessLine]:
    """One line for each holder, capacity and span, with the scopes joined in words."""
    spans: dict[tuple[object, ...], list[Access]] = {}
    for row in rows:
        key = (row.user_id, row.team, row.capacity, row.from_date, row.until_date)
        spans.setdefault(key, []).append(row)
    return [
        AccessLine(
            name=first.user.name if first.user else f"{Role(first.team).label}s",
            capacity=AccessCapacity(first.capacity).label,
            sees=", ".join(s.label for s in Scope if s in scopes),
            from_date=first.from_date,
            until_date=first.until_date,
            granted_by=names.get(first.granted_by_id or 0, "the council"),
        )
        for span in spans.values()
        if (first := span[0]) and (scopes := {Scope(row.scope) for row in span})
    ]


def speaks_for_themselves(person: Person) -> bool:
    """Whether the person has an open account, so that they can be told on their pages and by e-mail."""
    return person.user is not None and person.user.is_active


def users_around(person: Person, *, scope: Scope, on: date) -> list[User]:
    """The person and who speaks for them, as far as they have accounts and see this scope. One query."""
    capacities = [AccessCapacity.SELF, AccessCapacity.REPRESENTATIVE]
    held = Access.objects.current(on).filter(
        person=person, scope=scope, capacity__in=capacities, user__is_active=True
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))
