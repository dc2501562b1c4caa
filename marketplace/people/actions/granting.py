"""Granting and ending who may see a person."""

from datetime import date, datetime, timedelta

from django.db.models import F

from marketplace.accounts.models import Team, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.transactions import require_transaction
from marketplace.people.handing_over import cover_too
from marketplace.people.models import Access, AccessQuerySet, Person, Relationship
from marketplace.people.rules import AccessCapacity, Scope, scopes_to_grant


def grant_access(
    *,
    by: Viewer,
    person: Person,
    capacity: AccessCapacity,
    user: User | None = None,
    team: Team | None = None,
    role: Role | None = None,
    scopes: frozenset[Scope] | None = None,
    relationship: Relationship | None = None,
    until_date: date | None = None,
    until: datetime | None = None,
) -> list[Access]:
    """Let a user, a team or all who hold a role see a person, from today, in what is chosen.

    Without `scopes`, in what is usual for the capacity; with `until` to that instant only. Part of
    another action (submitting a plan, opening an account), whose permission and audit event cover it.
    What is already granted is not
    granted twice; a grant that would end sooner is lengthened. Answers the rows that are new. Raises
    ValueError beyond the most of the capacity, and for a team of another council.
    """
    require_transaction()
    if team and team.authority_id != person.authority_id:
        raise ValueError("The team is of another council than the person.")
    current, new = Access.objects.current_at(by.at), []
    for scope in sorted(scopes_to_grant(capacity, scopes)):
        granted = {
            "person": person,
            "user": user,
            "team": team,
            "role": role.value if role else "",
            "relationship": relationship,
            "capacity": capacity,
            "scope": scope,
        }
        if held := _longest(current.filter(**granted)):
            _lengthen(held, until_date, until)
            continue
        row, created = current.get_or_create(
            **granted,
            defaults={
                "from_date": by.today,
                "until_date": until_date,
                "ended_at": until,
                "granted_at": by.at,
                **actor_columns("granted_by", by),
            },
        )
        if created:
            new.append(row)
    if user is not None:
        cover_too(by=by, person=person, user=user, given=new)
    return new


def _longest(rows: AccessQuerySet) -> Access | None:
    """The one that lasts longest: what was lent can lie over what somebody has anyway."""
    last = (F(column).desc(nulls_first=True) for column in ("until_date", "ended_at"))
    return rows.order_by(*last).first()


def _lengthen(row: Access, until_date: date | None, until: datetime | None) -> None:
    """A row never ends sooner than it did."""
    if row.until_date and (until_date is None or row.until_date < until_date):
        row.until_date = until_date
    if row.ended_at and (until is None or row.ended_at < until):
        row.ended_at = until
    row.save(update_fields=["until_date", "ended_at"])


def end_access(
    *,
    by: Viewer,
    person: Person,
    capacity: AccessCapacity,
    but_user: User | None = None,
    at_once: bool = False,
) -> int:
    """End what is granted in a capacity, except one user's, at the end of today.

    With `at_once` from this instant: whoever holds it sees nothing more. Part of another action,
    whose permission and audit event cover it. Answers how many rows ended.
    """
    require_transaction()
    held = Access.objects.filter(person=person, capacity=capacity)
    if but_user is not None:
        held = held.exclude(user=but_user)
    # What was to begin later, as cover for whoever saw them until now, does not begin.
    held.filter(from_date__gt=by.today).delete()
    rows = held.current_at(by.at)
    if at_once:
        return rows.update(ended_at=by.at)
    return rows.update(until_date=by.today + timedelta(days=1))
