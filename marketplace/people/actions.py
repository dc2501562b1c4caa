"""Registering a person, and granting or ending who may see them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.dates import LONDON
from marketplace.core.errors import NotVisible
from marketplace.core.transactions import require_transaction
from marketplace.people.models import Access, ListReading, ListReadingPerson, Person, ReadLog
from marketplace.people.rules import (
    MAY_REGISTER_PEOPLE,
    SAME_LIST_WITHIN,
    SCOPES_OF,
    AccessCapacity,
    OwnPurpose,
    Scope,
    reading_hash,
)

# Rows of one insert. Judgement: a page of accounts is one insert, a whole council some dozens.
A_BATCH = 500


@transaction.atomic
def register_person(*, by: Viewer, authority_id: int, **facts: Any) -> Person:
    """Register a person with the council; their own account, if they have one, sees everything."""
    check(by, MAY_REGISTER_PEOPLE, authority_id)
    person = Person.objects.create(authority_id=authority_id, registered_at=by.at, **facts)
    if person.user:
        grant_access(by=by, person=person, capacity=AccessCapacity.SELF, user=person.user)
    record(event="person_registered", by=by, subject=person)
    return person


def grant_access(
    *,
    by: Viewer,
    person: Person,
    capacity: AccessCapacity,
    user: User | None = None,
    team: Role | None = None,
    until_date: date | None = None,
) -> list[Access]:
    """Let a user or a council team see a person in every scope of a capacity, from today.

    Part of another action (submitting a plan, opening an account), whose permission and audit
    event cover it. What is already granted is not granted twice; a grant that would end sooner
    is lengthened. Answers the rows that are new.
    """
    require_transaction()
    today = by.today
    new = []
    for scope in sorted(SCOPES_OF[capacity]):
        row, created = Access.objects.current(today).get_or_create(
            person=person,
            user=user,
            team=team.value if team else "",
            capacity=capacity,
            scope=scope,
            defaults={
                "from_date": today,
                "until_date": until_date,
                "granted_at": by.at,
                **actor_columns("granted_by", by),
            },
        )
        if created:
            new.append(row)
        elif row.until_date and (until_date is None or row.until_date < until_date):
            row.until_date = until_date
            row.save(update_fields=["until_date"])
    return new


def end_access(
    *, by: Viewer, person: Person, capacity: AccessCapacity, but_user: User | None = None
) -> int:
    """End what is granted in a capacity, except one user's, at the end of today.

    Part of another action, whose permission and audit event cover it. Answers how many rows ended.
    """
    require_transaction()
    today = by.today
    rows = Access.objects.current(today).filter(person=person, capacity=capacity)
    if but_user is not None:
        rows = rows.exclude(user=but_user)
    return rows.update(until_date=today + timedelta(days=1))


@transaction.atomic
def open_person(*, by: Viewer, public_id: UUID, scope: Scope, purpose: StrEnum) -> Person:
    """The person, if this viewer may see them in this scope today; writes the read log.

    Raises NotVisible otherwise, so that nobody learns who exists.
    """
    user = check_is_user(by)
    person = Person.objects.visible_to(by, scope=scope).filter(public_id=public_id).first()
    if person is None:
        raise NotVisible("No such person is on your list.")
    ReadLog.objects.create(person_id=person.pk, user_id=user.pk, purpose=purpose, read_at=by.at)
    return person


def open_own_record(*, by: Viewer, scope: Scope) -> Person | None:
    """The record that this council holds of the viewer themselves; None when it holds none."""
    own = Person.objects.filter(user=by.user_id, authority_id=by.council_id).first()
    if by.user_id is None or own is None:
        return None
    return open_person(by=by, public_id=own.public_id, scope=scope, purpose=OwnPurpose.OWN)


@transaction.atomic
def open_people(
    *,
    by: Viewer,
    people_ids: Iterable[int],
    scope: Scope,
    kind: StrEnum,
    purpose: StrEnum,
    filters: Mapping[str, int | str] | None = None,
    is_copy: bool = False,
) -> None:
    """Write that this viewer reads these people together, before a page or a file shows them.

    `kind` is a reading that a room declares; `filters` are codes and numbers, never what was typed.
    A list read again within SAME_LIST_WITHIN leaves no second row, a copy that leaves (a file)
    always does. Nobody shown, nothing written. Raises NotVisible when one of them is not the
    viewer's to see in this scope, so that no list shows more than its readers may open.
    """
    check_is_user(by)
    shown, asked = set(people_ids), dict(filters or {})
    if not shown:
        return
    seen = Person.objects.visible_to(by, scope=scope).filter(pk__in=shown).count()
    if seen != len(shown):
        raise NotVisible("Somebody here is not on your list.")
    log_reading(by=by, people_ids=shown, kind=kind, purpose=purpose, filters=asked, is_copy=is_copy)


def log_reading(
    *,
    by: Viewer,
    people_ids: Iterable[int],
    kind: StrEnum,
    purpose: StrEnum,
    filters: Mapping[str, int | str],
    is_copy: bool = False,
) -> None:
    """Write that this viewer reads these people together, as `open_people` does.

    Part of another action, whose permission says that its holder may read of everybody.
    """
    require_transaction()
    user, shown, asked = check_is_user(by), set(people_ids), dict(filters)
    if not shown:
        return
    content = reading_hash(kind, purpose, asked, shown)
    if not is_copy and _read_just_now(by, user.pk, content):
        return
    reading = ListReading.objects.create(
        authority_id=by.council_id,
        user_id=user.pk,
        kind=kind,
        purpose=purpose,
        filters=asked,
        people_count=len(shown),
        content_hash=content,
        read_at=by.at,
    )
    rows = [ListReadingPerson(reading=reading, person_id=pk) for pk in sorted(shown)]
    ListReadingPerson.objects.bulk_create(rows, batch_size=A_BATCH)


def _read_just_now(by: Viewer, user_id: int, content: str) -> bool:
    """Whether this viewer read the same list a moment ago, and today."""
    midnight = datetime.combine(by.today, time(), tzinfo=LONDON)
    since = max(midnight, by.at - SAME_LIST_WITHIN)
    same = ListReading.objects.filter(user_id=user_id, content_hash=content)
    return same.filter(read_at__gte=since).exists()
