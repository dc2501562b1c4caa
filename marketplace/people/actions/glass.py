"""Opening a record that is not one's to see, for a stated reason and a short time."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.people.actions.granting import grant_access
from marketplace.people.errors import PeopleError, refuse_if_any
from marketplace.people.models import BrokenGlass, ReadLog
from marketplace.people.permissions import is_close_to
from marketplace.people.queries import people_called
from marketplace.people.rules import (
    MAY_BREAK_GLASS,
    MAY_READ_BROKEN_GLASS,
    OPEN_FOR,
    AccessCapacity,
    OwnPurpose,
    glass_problems,
)


@transaction.atomic
def break_glass(*, by: Viewer, authority_id: int, reference: str, reason: str) -> BrokenGlass:
    """Open a record by its number or whole name, to read, for OPEN_FOR and no longer.

    The person reads who did and when, the auditor also why. Raises PeopleError.
    """
    check(by, MAY_BREAK_GLASS, authority_id)
    user = check_is_user(by)
    refuse_if_any(glass_problems(reason))
    found = people_called(authority_id, reference.strip())
    if len(found) != 1:
        code = "person_not_one" if found else "person_not_found"
        raise PeopleError(problem(code, "reference", reference=reference))
    (person,) = found
    if is_close_to(by, person):
        raise PermissionDenied("You are close to this person. A colleague opens this record.")
    until = by.at + OPEN_FOR
    grant_access(by=by, person=person, capacity=AccessCapacity.BREAK_GLASS, user=user, until=until)
    opened = BrokenGlass.objects.create(
        authority_id=authority_id,
        person=person,
        reason=reason.strip(),
        opened_at=by.at,
        opened_by=user,
        until=until,
    )
    record(event="glass_broken", by=by, subject=opened, person_id=person.pk)
    return opened


@transaction.atomic
def open_broken_glass(*, by: Viewer, authority_id: int) -> list[BrokenGlass]:
    """Every record of a council that was opened so, the newest first; each person sees that it was read."""
    check(by, MAY_READ_BROKEN_GLASS, authority_id)
    user = check_is_user(by)
    rows = list(BrokenGlass.objects.visible_to(by).select_related("person", "opened_by"))
    ReadLog.objects.bulk_create(
        ReadLog(person_id=pk, user_id=user.pk, purpose=OwnPurpose.AUDIT, read_at=by.at)
        for pk in sorted({row.person_id for row in rows})
    )
    return rows
