"""Loading a person: through one function, with a purpose, which leaves a trace."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from marketplace.accounts.models import User
from marketplace.core.clock import london_date
from marketplace.people.models import Person, ReadLog
from marketplace.people.rules import Purpose, Scope


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
