"""An application that was begun under an earlier version goes on under the one in force, by its author."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.applying import lock_draft
from marketplace.accreditation.actions.evidence import drop_at_commit
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Application, Evidence
from marketplace.accreditation.queries.moving_on import Moving, moving_on
from marketplace.accreditation.rules import move_on_problems
from marketplace.core.audit import record


@transaction.atomic
def move_application_on(*, by: Viewer, application_id: int, to: int) -> Application:
    """Let a draft be asked what the version in force asks, which is number `to` where its author read it.

    Evidence stays with what is still asked for it; the rest goes, with its copies.
    Raises AccreditationError where that version is not in force, or not later.
    """
    application = lock_draft(by, application_id)
    moving = moving_on(application, by.today)
    number = moving.version.number if moving else None
    AccreditationError.refuse_if_any(move_on_problems(application.version.number, number, to))
    assert moving is not None  # noqa: S101 - no number without it
    _move(application, moving)
    record(
        event="application_moved_on",
        by=by,
        subject=application,
        version=to,
        evidence_kept=len(moving.stays),
        evidence_dropped=len(moving.goes),
    )
    return application


def _move(application: Application, moving: Moving) -> None:
    for row, criterion in moving.stays:
        row.criterion = criterion
    Evidence.objects.bulk_update([row for row, _ in moving.stays], ["criterion"])
    drop_at_commit([row.file.name for row in moving.goes if row.file])
    Evidence.objects.filter(pk__in=[row.pk for row in moving.goes]).delete()
    application.version = moving.version
    application.save(update_fields=["version"])
