"""Keeping what was typed into a form that is refused because of the time, for its author, for a day."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from marketplace.accounts.kept_fields import KEPT_FOR, MOST_KEPT, Answers, purpose_of
from marketplace.accounts.models import KeptAnswers, User
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.rules import MAY_KEEP_ANSWERS
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible
from marketplace.core.sealing import seal


@transaction.atomic
def keep_answers(
    *,
    by: Viewer,
    author_id: int,
    path: str,
    answers: Answers,
    files: Sequence[str],
    instead_of: UUID | None = None,
) -> KeptAnswers:
    """Keep one form for a day. The author's oldest give way beyond MOST_KEPT.

    `instead_of`: what was kept before and is refused a second time.
    """
    check(by, MAY_KEEP_ANSWERS, by.council_id)
    # Two tabs at once: the second waits here, so that neither counts without the other.
    author = User.objects.select_for_update().get(pk=author_id)
    kept = KeptAnswers.objects.create(
        authority_id=by.council_id,
        author=author,
        sealed=seal(
            {"path": path, "answers": answers, "files": list(files)}, purpose_of(author_id)
        ),
        kept_at=by.at,
        until=by.at + KEPT_FOR,
    )
    own = KeptAnswers.objects.filter(author=author)
    if instead_of:
        own.filter(public_id=instead_of).delete()
    oldest = own.order_by("-kept_at", "-pk").values_list("pk", flat=True)[MOST_KEPT:]
    own.filter(pk__in=list(oldest)).delete()
    record(event="answers_kept", by=by, subject=author, fields=len(answers))
    return kept


@transaction.atomic
def drop_answers(*, by: Viewer, public_id: UUID, sent: bool) -> None:
    """Delete one's own kept answers: they were sent, or are not wanted. Raises NotVisible for others'."""
    author = check_is_user(by)
    own = KeptAnswers.objects.own(author.pk, by.council_id, by.at)
    gone, _ = own.filter(public_id=public_id).delete()
    if not gone:
        raise NotVisible
    record(event="kept_answers_sent" if sent else "kept_answers_discarded", by=by, subject=author)


@transaction.atomic
def forget_answers(*, by: Viewer) -> int:
    """Delete what has been kept for its day. Returns how many."""
    check(by, MAY_KEEP_ANSWERS, by.council_id)
    gone, _ = KeptAnswers.objects.filter(until__lte=by.at).delete()
    return gone
