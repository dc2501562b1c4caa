"""Who may see a person and who looked, as the person reads it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Max, Min
from django.db.models.functions import TruncDate

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.dates import LONDON, london_date
from marketplace.core.rooms import collected
from marketplace.people.models import Access, ListReadingPerson, Person, ReadLog
from marketplace.people.rules import AccessCapacity, RelationshipKind, Scope, seen_words

#: How many lines of the read log are shown, newest first.
LOOKS_SHOWN = 100


class SeenByScopes:
    """How much somebody sees of a person, in the words of whoever reads it."""

    scopes: frozenset[Scope]

    @property
    def sees(self) -> str:
        """As the person reads it."""
        return seen_words(self.scopes)

    @property
    def shown(self) -> str:
        """As whoever works with the person reads it."""
        return seen_words(self.scopes, for_others=True)


@dataclass(frozen=True)
class AccessLine(SeenByScopes):
    """Somebody who may see a person: as what, how much, from when, until (not with) when."""

    name: str
    capacity: str
    scopes: frozenset[Scope]
    from_date: date
    until_date: date | None
    granted_by: str
    is_over: bool


@dataclass(frozen=True)
class ReadLogLine:
    """That somebody opened the person's pages on one day for one purpose, and how often.

    `seen_in` is the list or file in which the person was seen, as it follows "in", with how many
    other people at least and at most; empty for pages about this person alone.
    """

    name: str
    purpose: str
    day: date
    times: int
    last_at: datetime
    seen_in: str = ""
    fewest_others: int = 0
    most_others: int = 0


@dataclass(frozen=True)
class WhoSees:
    """Who may see a person now, who could before, and who looked."""

    now: list[AccessLine]
    before: list[AccessLine]
    looks: list[ReadLogLine]


def who_sees(*, person: Person, at: datetime) -> WhoSees:
    """Everything about who sees this person, for the person themselves. Four queries."""
    rows = list(
        Access.objects.filter(person=person)
        .select_related("user", "team", "relationship")
        .order_by("from_date", "pk")
    )
    looks = [*_pages_opened(person), *_lists_read(person)]
    newest = sorted(looks, key=itemgetter("last_at"), reverse=True)[:LOOKS_SHOWN]
    granters = {row.granted_by_id for row in rows if row.granted_by_id}
    names = dict(
        User.objects.filter(pk__in=granters | {look["user"] for look in newest}).values_list(
            "pk", "name"
        )
    )
    lines = _access_lines(rows, names, at)
    return WhoSees(
        now=[line for line in lines if not line.is_over],
        before=[line for line in lines if line.is_over],
        looks=[_read_log_line(look, names) for look in newest],
    )


def _pages_opened(person: Person) -> list[dict[str, Any]]:
    """By user, purpose and day: pages about this person alone. Their own visits are left out."""
    return list(
        ReadLog.objects.filter(person_id=person.pk)
        .exclude(user_id=person.user_id or 0)
        .values("purpose", user=F("user_id"), day=TruncDate("read_at", tzinfo=LONDON))
        .annotate(times=Count("pk"), last_at=Max("read_at"))
        .order_by("-last_at")[:LOOKS_SHOWN]
    )


def _lists_read(person: Person) -> list[dict[str, Any]]:
    """By user, purpose, list and day: lists and files that showed this person among others."""
    return list(
        ListReadingPerson.objects.filter(person_id=person.pk)
        .exclude(reading__user_id=person.user_id or 0)
        .values(
            purpose=F("reading__purpose"),
            kind=F("reading__kind"),
            user=F("reading__user_id"),
            day=TruncDate("reading__read_at", tzinfo=LONDON),
        )
        .annotate(
            times=Count("pk"),
            last_at=Max("reading__read_at"),
            fewest=Min("reading__people_count"),
            most=Max("reading__people_count"),
        )
        .order_by("-last_at")[:LOOKS_SHOWN]
    )


def _read_log_line(look: dict[str, Any], names: dict[int, str]) -> ReadLogLine:
    return ReadLogLine(
        name=names.get(look["user"], "A person who has left"),
        purpose=look["purpose"],
        day=look["day"],
        times=look["times"],
        last_at=look["last_at"],
        seen_in=collected().readings.get(look["kind"], "a list") if "kind" in look else "",
        fewest_others=look.get("fewest", 1) - 1,
        most_others=look.get("most", 1) - 1,
    )


def _access_lines(rows: list[Access], names: dict[int, str], at: datetime) -> list[AccessLine]:
    """One line for each holder, capacity and span, with the scopes joined in words."""
    spans: dict[tuple[object, ...], list[Access]] = {}
    for row in rows:
        key = (_holder(row), row.relationship_id, row.capacity, row.from_date, _until(row))
        spans.setdefault(key, []).append(row)
    return [
        AccessLine(
            name=_holder(first),
            capacity=_as_what(first),
            scopes=frozenset(scopes),
            from_date=first.from_date,
            until_date=_until(first),
            granted_by=names.get(first.granted_by_id or 0, "the council"),
            is_over=_is_over(first, at),
        )
        for span in spans.values()
        if (first := span[0]) and (scopes := {Scope(row.scope) for row in span})
    ]


def _until(row: Access) -> date | None:
    """The day from which it is no more; the day on which it was ended early was its last."""
    if row.ended_at is None:
        return row.until_date
    return london_date(row.ended_at) + timedelta(days=1)


def _is_over(row: Access, at: datetime) -> bool:
    ended = row.ended_at is not None and row.ended_at <= at
    return ended or (row.until_date is not None and row.until_date <= london_date(at))


def _as_what(row: Access) -> str:
    """What somebody is to the person, where the council knows more than that they speak for them."""
    if row.relationship:
        return RelationshipKind(row.relationship.kind).label
    return AccessCapacity(row.capacity).label


def _holder(row: Access) -> str:
    """Who sees: a name, a team, or all who hold a role."""
    if row.user:
        return row.user.name
    return row.team.name if row.team else f"{Role(row.role).label}s"


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
