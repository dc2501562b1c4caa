"""Registering a person, and granting or ending who may see them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Permission, Role
from marketplace.core.actors import Actor
from marketplace.core.audit import record
from marketplace.core.clock import london_date
from marketplace.core.transactions import require_transaction
from marketplace.people.models import Access, Person
from marketplace.people.rules import SCOPES_OF, Capacity


@transaction.atomic
def register_person(*, by: Actor, at: datetime, authority_id: int, **facts: Any) -> Person:
    """Put a person on the council's books; their own sign-in, if they have one, sees everything."""
    check(by, Permission.REGISTER_PERSON, authority_id)
    person = Person.objects.create(authority_id=authority_id, registered_at=at, **facts)
    if person.user:
        grant_access(by=by, at=at, person=person, capacity=Capacity.SELF, user=person.user)
    record(
        event="person_registered", by=by, at=at, subject=person, authority_id=person.authority_id
    )
    return person


def grant_access(
    *,
    by: Actor,
    at: datetime,
    person: Person,
    capacity: Capacity,
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
    today = london_date(at)
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
                "granted_at": at,
                "granted_by": by.actor_code,
            },
        )
        if created:
            new.append(row)
        elif row.until_date and (until_date is None or row.until_date < until_date):
            row.until_date = until_date
            row.save(update_fields=["until_date"])
    return new


def end_access(
    *,
    at: datetime,
    person: Person,
    capacity: Capacity,
    but_user: User | None = None,
) -> int:
    """End what is granted in a capacity, except one user's, at the end of today.

    Part of another action, whose permission and audit event cover it. Answers how many rows ended.
    """
    require_transaction()
    today = london_date(at)
    rows = Access.objects.current(today).filter(person=person, capacity=capacity)
    if but_user is not None:
        rows = rows.exclude(user=but_user)
    return rows.update(until_date=today + timedelta(days=1))
