"""Whose people a colleague sees while somebody is away, and from the day on which they have left.

It is all rows of Access, so that the person reads who may see them, and since they have their days,
it ends by itself. Parts of the actions of accounts, whose permissions and audit rows cover them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from marketplace.accounts.models import HandOver, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.dates import midnight
from marketplace.core.transactions import require_transaction
from marketplace.people.models import Access, AccessQuerySet, Person
from marketplace.people.rules import AT_WORK, LENT, AccessCapacity, Scope


def count(viewer: Viewer, user_id: int) -> int:
    """How many people of the viewer's council a colleague sees for their work."""
    rows = Access.objects.current(viewer.today).filter(user=user_id, capacity__in=LENT)
    own = rows.filter(person__authority=viewer.council_id)
    return own.values("person").distinct().count()


def lend(*, by: Viewer, away_id: int, to_id: int, from_date: date, until_date: date | None) -> None:
    """Let a colleague see whom another sees: for these days, or for good from a day.

    Who covers for days asks no equality questions, and reads no answers. For good, nobody is given whom a third colleague has taken on meanwhile.
    """
    require_transaction()
    rows = _at_work(away_id, by.council_id).filter(capacity__in=LENT)
    # Who has left saw them until that very day.
    edge = from_date if until_date else from_date - timedelta(days=1)
    rows = rows.filter(Q(until_date=None) | Q(until_date__gt=edge))
    if until_date:
        rows = rows.exclude(scope=Scope.EQUALITY)
    else:
        rows = _without_another(rows, away_id, from_date)
    first = max(from_date, by.today)
    rows = rows.exclude(_seen_already(to_id, until_date)).order_by("pk")
    made = _rows(by, rows, to_id, first, until_date)
    Access.objects.bulk_create(made, batch_size=500)
    _note(by, "access_lent", away_id, made)


def _rows(
    by: Viewer, rows: Iterable[Access], to_id: int, first: date, until_date: date | None
) -> list[Access]:
    """The same for a colleague, from a day on: never longer than what it is of."""
    new = [
        _row(by, row, to_id, max(row.from_date, first), _earlier(row, until_date)) for row in rows
    ]
    return [row for row in new if row.until_date is None or row.until_date > row.from_date]


def _earlier(row: Access, until_date: date | None) -> date | None:
    """For good is without an end; a cover ends with what it covers."""
    if until_date is None or row.until_date is None:
        return until_date
    return min(row.until_date, until_date)


def _without_another(rows: AccessQuerySet, away_id: int, on: date) -> AccessQuerySet:
    same = Access.objects.current(on).filter(
        person=OuterRef("person"), capacity=OuterRef("capacity"), user__isnull=False
    )
    return rows.exclude(Exists(same.filter(until_date=None).exclude(user=away_id)))


def _seen_already(to_id: int, until_date: date | None) -> Exists:
    """Those whom the colleague sees anyway, for as long."""
    own = Access.objects.not_ended().filter(
        person=OuterRef("person"),
        capacity=OuterRef("capacity"),
        scope=OuterRef("scope"),
        user=to_id,
    )
    as_long = Q(until_date=None)
    return Exists(own.filter(as_long | Q(until_date__gte=until_date) if until_date else as_long))


def _row(by: Viewer, row: Access, to_id: int, from_date: date, until_date: date | None) -> Access:
    return Access(
        person_id=row.person_id,
        user_id=to_id,
        capacity=row.capacity,
        scope=row.scope,
        from_date=from_date,
        until_date=until_date,
        granted_at=by.at,
        **actor_columns("granted_by", by),
    )


def cover_too(*, by: Viewer, person: Person, user: User, given: Sequence[Access]) -> None:
    """Whoever covers for somebody also sees whom they are given meanwhile, in the same scopes."""
    require_transaction()
    lent = [r for r in given if r.capacity in LENT and r.scope != Scope.EQUALITY]
    covers = HandOver.objects.not_ended(by.today).filter(
        away=user, authority=person.authority_id, until_date__isnull=False
    )
    for cover in covers if lent else ():
        shown = Access.objects.not_ended().filter(person=person, user=cover.to_id)
        as_long = Q(until_date=None) | Q(until_date__gte=cover.until_date)
        seen = set(shown.filter(as_long).values_list("capacity", "scope"))
        unseen = [row for row in lent if (row.capacity, row.scope) not in seen]
        Access.objects.bulk_create(
            _rows(by, unseen, cover.to_id, cover.from_date, cover.until_date)
        )


def take_back(
    *, by: Viewer, away_id: int, to_id: int, from_date: date, until_date: date | None
) -> None:
    """Whoever was away is back: what was lent for these days ends now."""
    require_transaction()
    people = _at_work(away_id, by.council_id).values("person")
    lent = _at_work(to_id, by.council_id).filter(
        person__in=people, capacity__in=LENT, until_date=until_date, from_date__gte=from_date
    )
    _end(by, lent, by.today, to_id, "access_taken_back")


def leave(*, by: Viewer, user_id: int, authority_id: int, from_date: date) -> None:
    """Who has left sees nobody for their work from that day on, nor what they opened for a reason."""
    require_transaction()
    _end(by, _at_work(user_id, authority_id), from_date, user_id, "access_ended")
    gone_at = max(by.at, midnight(from_date))
    opened = Access.objects.filter(user=user_id, person__authority=authority_id)
    opened = opened.filter(capacity=AccessCapacity.BREAK_GLASS, ended_at__gt=gone_at)
    _note(by, "access_ended", user_id, list(opened))
    opened.update(ended_at=gone_at)


def _at_work(user_id: int, authority_id: int) -> AccessQuerySet:
    rows = Access.objects.not_ended().filter(user=user_id, capacity__in=AT_WORK)
    return rows.filter(person__authority=authority_id)


def _end(by: Viewer, rows: AccessQuerySet, day: date, user_id: int, event: str) -> None:
    """From that day on they see nothing by these rows; what began today ends at this instant.

    What was to begin on that day or later never held: it goes, and the trail has it.
    """
    open_ones = rows.filter(Q(until_date=None) | Q(until_date__gt=day))
    ending = list(open_ones.order_by("pk"))
    _note(by, event, user_id, ending)
    ids = [row.pk for row in ending]
    from_then = Access.objects.filter(pk__in=ids, from_date__gte=day)
    from_then.filter(from_date__lte=by.today).update(ended_at=by.at)
    from_then.filter(from_date__gt=by.today).delete()
    Access.objects.filter(pk__in=ids, from_date__lt=day).update(until_date=day)


def _note(by: Viewer, event: str, user_id: int, rows: list[Access]) -> None:
    """One audit row, about the colleague, with the ids of the people."""
    if rows:
        people = sorted({row.person_id for row in rows})
        user = User.objects.get(pk=user_id)
        record(event=event, by=by, subject=user, people=people, to=rows[0].user_id)
