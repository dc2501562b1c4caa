"""What a supplier takes back: an application that was not sent, and one that nobody has begun to read."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.applying import lock_draft
from marketplace.accreditation.actions.evidence import drop_at_commit
from marketplace.accreditation.actions.expiry import renewal_task
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.queries.applications import judged_count
from marketplace.accreditation.rules import (
    APPLICATION_TRANSITIONS,
    ApplicationState,
    ApplicationTask,
    call_back_problems,
)
from marketplace.core.audit import record
from marketplace.core.transitions import move
from marketplace.suppliers.permissions import check_can_manage_supplier
from marketplace.tasks.actions import call_back_tasks, raise_tasks
from marketplace.tasks.models import Task


@transaction.atomic
def call_back_application(*, by: Viewer, application_id: int) -> Application:
    """Make an application that was sent a draft again, before anybody has begun to read it.

    Asking to renew, which ended with the sending, begins again. Raises AccreditationError, and
    TaskError when somebody has taken the work.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("supplier", "scheme")
        .get(pk=application_id)
    )
    check_can_manage_supplier(by, application.supplier)
    now = ApplicationState(application.state)
    if problems := call_back_problems(now, judged_count(application)):
        raise AccreditationError(*problems)
    call_back_tasks(by=by, kind=ApplicationTask.DECIDE, subject=application)
    raise_tasks(_renewals_ended_by(application, by))
    move(
        application,
        ApplicationState.DRAFT,
        table=APPLICATION_TRANSITIONS,
        by=by,
        event="application_called_back",
        changes={"submitted_at": None, "submitted_by": None},
    )
    return application


def _renewals_ended_by(application: Application, by: Viewer) -> list[Task]:
    renewed = Accreditation.objects.filter(
        supplier_id=application.supplier_id, scheme_id=application.scheme_id
    )
    ended = Task.objects.filter(
        kind=ApplicationTask.EVIDENCE_EXPIRING,
        subject_type=Accreditation._meta.label_lower,
        done_at=application.submitted_at,
    )
    asked = renewed.filter(pk__in=ended.values("subject_id"), valid_until__gt=by.today)
    rows = asked.select_related("supplier", "scheme").prefetch_related("supplier__staff__user")
    return [renewal_task(one, by.at) for one in rows]


@transaction.atomic
def discard_application(*, by: Viewer, application_id: int) -> None:
    """Delete an application that was not sent, with its evidence and their copies.

    Raises AccreditationError once it was sent.
    """
    application = lock_draft(by, application_id)
    names = [one.file.name for one in application.evidence.all() if one.file]
    record(
        event="application_discarded",
        by=by,
        subject=application,
        supplier_id=application.supplier_id,
        scheme_id=application.scheme_id,
    )
    application.delete()
    drop_at_commit(names)
