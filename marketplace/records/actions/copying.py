"""Asking for a copy of a whole record, putting it there, and fetching it (UK GDPR, Art 15)."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.core.transitions import move
from marketplace.notifications.actions import tell
from marketplace.people.actions import grant_access
from marketplace.people.models import Person, ReadLog
from marketplace.people.permissions import is_close_to
from marketplace.people.queries import people_called
from marketplace.people.rules import AccessCapacity
from marketplace.records.actions.holding import refuse_if_any
from marketplace.records.errors import RecordsError
from marketplace.records.models import RecordCopy
from marketplace.records.rules import (
    COPY_TRANSITIONS,
    COPY_WITHIN_DAYS,
    MAY_COPY_RECORDS,
    CopyNotice,
    CopyState,
    RecordPurpose,
    found_problems,
)
from marketplace.records.signals import copy_asked


@transaction.atomic
def ask_own_copy(*, by: Viewer) -> RecordCopy:
    """Ask for everything that this council holds about oneself. Raises NotVisible where it holds none."""
    user = check_is_user(by)
    person = Person.objects.filter(user=user, authority_id=by.council_id).first()
    if person is None:
        raise NotVisible("We have no record of you.")
    return _ask(by, user, person)


@transaction.atomic
def ask_copy(*, by: Viewer, authority_id: int, reference: str) -> RecordCopy:
    """Ask for a person's copy as an officer, who may see the whole record until they have given it.

    `reference` is the record's number or the person's whole name. Raises RecordsError, and
    PermissionDenied where the officer is close to the person.
    """
    check(by, MAY_COPY_RECORDS, authority_id)
    user = check_is_user(by)
    found = people_called(authority_id, reference.strip())
    refuse_if_any(found_problems(len(found), reference))
    if is_close_to(by, found[0]):
        raise PermissionDenied("You are close to this person. A colleague makes this copy.")
    until = by.today + timedelta(days=COPY_WITHIN_DAYS)
    capacity = AccessCapacity.COPY
    grant_access(by=by, person=found[0], capacity=capacity, user=user, until_date=until)
    return _ask(by, user, found[0])


def _ask(by: Viewer, user: User, person: Person) -> RecordCopy:
    Person.objects.select_for_update().get(pk=person.pk)
    making = RecordCopy.objects.filter(person=person, asked_by=user, state=CopyState.ASKED)
    if making.exists():
        raise RecordsError(problem("copy_asked_already"))
    copy = RecordCopy.objects.create(
        authority_id=person.authority_id, person=person, asked_at=by.at, asked_by=user
    )
    record(event="copy_asked", by=by, subject=copy, person=person.pk)
    copy_asked.send(sender=RecordCopy, copy_id=copy.pk)
    return copy


@transaction.atomic
def finish_copy(*, by: Viewer, copy_id: int, data: bytes) -> None:
    """Put a copy where it can be fetched. Safe to repeat: what is ready stays as it is."""
    copy = RecordCopy.objects.select_for_update().get(pk=copy_id)
    check(by, MAY_COPY_RECORDS, copy.authority_id)
    if copy.state == CopyState.READY:
        return
    name = copy.file.field.generate_filename(copy, "record.zip")
    kept = copy.file.storage.save(name, ContentFile(data))
    move(
        copy,
        CopyState.READY,
        table=COPY_TRANSITIONS,
        by=by,
        event="copy_ready",
        changes={"ready_at": by.at, "file": kept},
    )
    tell(by=by, kind=CopyNotice.READY, subject=copy, users=[copy.asked_by])


@transaction.atomic
def open_copy(*, by: Viewer, public_id: UUID) -> RecordCopy:
    """A copy that is ready, for who asked for it; writes the read log. Raises NotVisible otherwise."""
    user = check_is_user(by)
    ready = RecordCopy.objects.visible_to(by).filter(state=CopyState.READY)
    copy = ready.filter(public_id=public_id).first()
    if copy is None:
        raise NotVisible("There is no such copy.")
    purpose = RecordPurpose.COPY
    ReadLog.objects.create(
        person_id=copy.person_id, user_id=user.pk, purpose=purpose, read_at=by.at
    )
    return copy
