"""What a concern is about: a person's record, suppliers, listings; and who may not see it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.rooms import collected
from marketplace.people.models import Person
from marketplace.safeguarding.actions.parts import locked
from marketplace.safeguarding.actions.shielding import keep_from, keep_from_parties
from marketplace.safeguarding.errors import ConcernError
from marketplace.safeguarding.models import ConcernLink, SafeguardingConcern
from marketplace.safeguarding.queries import near_colleagues


@transaction.atomic
def link_person(
    *, by: Viewer, concern_id: int, person_public_id: UUID | None
) -> SafeguardingConcern:
    """Say whose record a concern is about; None for nobody's. Raises ConcernError where there is no such."""
    concern = locked(by, concern_id)
    here = Person.objects.filter(authority_id=concern.authority_id, erased_at=None)
    person = here.filter(public_id=person_public_id).first() if person_public_id else None
    if person_public_id and person is None:
        raise ConcernError(problem("concern_subject_unknown"))
    concern.person = person
    concern.save(update_fields=["person"])
    if person:
        kind = Person._meta.label_lower
        keep_from_parties(by=by, concern=concern, kind=kind, subject_id=person.pk)
    record(
        event="concern_person_linked", by=by, subject=concern, person=person.pk if person else None
    )
    return concern


@transaction.atomic
def link_subject(*, by: Viewer, concern_id: int, kind: str, subject_id: int) -> ConcernLink:
    """Link a supplier, a listing, …; whoever acts for it sees the concern no more. Raises ConcernError."""
    concern = locked(by, concern_id)
    subject = collected().case_subjects.get(kind)
    if subject is None or subject_id not in subject.named(by, [subject_id]):
        raise ConcernError(problem("concern_subject_unknown"))
    link, _ = ConcernLink.objects.get_or_create(
        concern=concern, kind=kind, subject_id=subject_id, defaults={"added_at": by.at}
    )
    keep_from_parties(by=by, concern=concern, kind=kind, subject_id=subject_id)
    record(event="concern_linked", by=by, subject=concern, kind=kind, to=subject_id)
    return link


@transaction.atomic
def unlink_subject(*, by: Viewer, concern_id: int, kind: str, subject_id: int) -> None:
    """Take a link away; nothing happens where there is none."""
    concern = locked(by, concern_id)
    concern.links.filter(kind=kind, subject_id=subject_id).delete()
    record(event="concern_unlinked", by=by, subject=concern, kind=kind, to=subject_id)


@transaction.atomic
def keep_concern_from(*, by: Viewer, concern_id: int, user_ids: Collection[int]) -> None:
    """Say which of today's officers and auditors may not see a concern. From whom it was kept who is
    none of them today, it stays kept. Raises ConcernError where no officer would be left."""
    concern = locked(by, concern_id)
    colleagues = {user.pk for user in near_colleagues(by)}
    if unknown := set(user_ids) - colleagues:
        raise ConcernError(problem("concern_colleague_unknown", "kept_from", count=len(unknown)))
    if by.user_id in user_ids:
        raise ConcernError(problem("concern_kept_from_self", "kept_from"))
    concern.kept_from.filter(user__in=colleagues - set(user_ids)).delete()
    keep_from(by=by, concern=concern, user_ids=user_ids)
    record(event="concern_kept_from", by=by, subject=concern, users=sorted(user_ids))
