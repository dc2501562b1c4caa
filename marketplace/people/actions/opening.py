"""Opening a person, one at a time or among others, which leaves a trace that they can read."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import midnight
from marketplace.core.errors import NotVisible
from marketplace.core.transactions import require_transaction
from marketplace.people.models import ListReading, ListReadingPerson, Person, ReadLog
from marketplace.people.queries import own_person
from marketplace.people.rules import (
    SAME_LIST_WITHIN,
    AccessCapacity,
    OwnPurpose,
    Scope,
    reading_hash,
)

# Rows of one insert. Judgement: a page of accounts is one insert, a whole council some dozens.
A_BATCH = 500


@transaction.atomic
def open_person(
    *,
    by: Viewer,
    public_id: UUID,
    scope: Scope,
    purpose: StrEnum,
    capacity: AccessCapacity | None = None,
) -> Person:
    """The person, if this viewer may see them in this scope today; writes the read log.

    With a capacity, only if they see them as that. Raises NotVisible otherwise, so that nobody learns
    who exists.
    """
    user = check_is_user(by)
    people = Person.objects.visible_to(by, scope=scope, capacity=capacity)
    person = people.filter(public_id=public_id).first()
    if person is None:
        raise NotVisible("No such person is on your list.")
    ReadLog.objects.create(person_id=person.pk, user_id=user.pk, purpose=purpose, read_at=by.at)
    return person


def open_own_record(*, by: Viewer, scope: Scope) -> Person | None:
    """The record that this council holds of the viewer themselves, or of whom they act for.

    None when it holds none. Raises NotVisible where whoever acts does not see this much.
    """
    own = own_person(by)
    if own is None:
        return None
    purpose = OwnPurpose.OWN if by.acting_as is None else OwnPurpose.ACTING
    return open_person(by=by, public_id=own.public_id, scope=scope, purpose=purpose)


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
    since = max(midnight(by.today), by.at - SAME_LIST_WITHIN)
    same = ListReading.objects.filter(user_id=user_id, content_hash=content)
    return same.filter(read_at__gte=since).exists()
