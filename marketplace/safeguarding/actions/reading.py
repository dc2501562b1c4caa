"""Reading concerns. Each reading is in the audit trail, and in no log that the person can see.

`people.ReadLog` is the person's own: they read it with their record, and it is in their copy. A line in
it that is hidden would be hidden only as long as everything that ever reads the log remembers to.
"""

from uuid import UUID

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.people.models import Person
from marketplace.safeguarding.errors import ConcernError
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.permissions import check_can_work
from marketplace.safeguarding.queries import ConcernPage, concern_page, people_like
from marketplace.safeguarding.rules import (
    MAY_COUNT_CONCERNS,
    MAY_READ_CONCERNS,
    ReadEvent,
)

#: Fewer letters find half the council.
LEAST_LETTERS = 2
#: Whose reading of lists and counts is written down: what officers do every day says nothing.
LOGGED = frozenset({Role.AUDITOR, Role.COMMISSIONER})


@transaction.atomic
def open_concern(*, by: Viewer, public_id: UUID) -> ConcernPage:
    """A concern with all that is in it, for officers and auditors. Raises NotVisible otherwise."""
    check(by, MAY_READ_CONCERNS, by.council_id)
    concern = _seen(by, public_id)
    page = concern_page(by, concern)
    record(event=ReadEvent.OPENED, by=by, subject=concern, people=_people_in(page))
    return page


@transaction.atomic
def open_concern_person(*, by: Viewer, public_id: UUID) -> SafeguardingConcern:
    """A concern with the record of the person whom it is about. Raises NotVisible where it names none."""
    check(by, MAY_READ_CONCERNS, by.council_id)
    concern = _seen(by, public_id)
    if concern.person is None:
        raise NotVisible("This concern is not linked to a person.")
    record(event=ReadEvent.PERSON_OPENED, by=by, subject=concern, people=[concern.person.pk])
    return concern


@transaction.atomic
def find_people(*, by: Viewer, concern_id: int, words: str) -> list[Person]:
    """People whom a concern may be about, by name or record number. Raises ConcernError."""
    check_is_user(by)
    concern = SafeguardingConcern.objects.get(pk=concern_id)
    check_can_work(by, concern)
    if len(words.strip()) < LEAST_LETTERS:
        raise ConcernError(problem("concern_words_too_few", "words", least=LEAST_LETTERS))
    found = people_like(concern.authority_id, words.strip())
    ids = [person.pk for person in found]
    record(event=ReadEvent.SEARCHED, by=by, subject=concern, people=ids)
    return found


@transaction.atomic
def open_list(*, by: Viewer, authority: Authority) -> None:
    """Write down that an auditor reads the list of concerns."""
    check(by, MAY_READ_CONCERNS, authority.pk)
    if by.roles & LOGGED:
        record(event=ReadEvent.LISTED, by=by, subject=authority)


@transaction.atomic
def open_counts(*, by: Viewer, authority: Authority) -> None:
    """Write down that a commissioner or an auditor reads how many concerns there are."""
    check(by, MAY_COUNT_CONCERNS, authority.pk)
    if by.roles & LOGGED:
        record(event=ReadEvent.COUNTED, by=by, subject=authority)


def _seen(by: Viewer, public_id: UUID) -> SafeguardingConcern:
    check_is_user(by)
    found = SafeguardingConcern.objects.visible_to(by).select_related("person")
    concern = found.filter(public_id=public_id).first()
    if concern is None:
        raise NotVisible("There is no such concern.")
    return concern


def _people_in(page: ConcernPage) -> list[int]:
    came = page.opened_from
    ids = {page.concern.person_id}
    if came and came.kind == Person._meta.label_lower:
        ids.add(came.subject_id)
    return sorted(pk for pk in ids if pk)
