"""What a supplier does: start an application, show evidence, send it in."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Accreditation, Application, Criterion, Evidence, Scheme
from marketplace.accreditation.queries.applications import decision_due, last_decided
from marketplace.accreditation.queries.evidence import (
    criteria_of,
    criterion_asked,
    dates_of,
    evidence_by_criterion,
)
from marketplace.accreditation.rules import (
    APPLICATION_TRANSITIONS,
    OPEN_APPLICATIONS,
    ApplicationNotice,
    ApplicationState,
    ApplicationTask,
    EvidenceState,
    draft_state_problems,
    submission_problems,
    worth_copying,
)
from marketplace.core.audit import record
from marketplace.core.dates import london_date
from marketplace.core.errors import problem
from marketplace.core.transitions import move
from marketplace.notifications.actions import tell
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import check_can_manage_supplier
from marketplace.suppliers.rules import SupplierKind, task_name
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task

#: What a copy of evidence takes from an old application; the verdict on it is given anew.
COPIED = (
    "authority_id",
    "number",
    "issuer",
    "reference",
    "issued_date",
    "expires_date",
    "dbs_level",
    "dbs_outcome",
    "file",
    "file_name",
    "file_type",
)


@transaction.atomic
def start_application(
    *, by: Viewer, supplier_id: int, scheme_id: int, copy_evidence: bool = False
) -> Application:
    """Begin an application under a scheme that covers the supplier's kind.

    With `copy_evidence` it starts with what the last decided one under that scheme showed, as far
    as that was not refused and is in date. Raises AccreditationError.
    """
    supplier = Supplier.objects.select_for_update().get(pk=supplier_id)
    check_can_manage_supplier(by, supplier)
    scheme = Scheme.objects.open_to(supplier, by.today).filter(pk=scheme_id).first()
    version = scheme.version_on(by.today) if scheme else None
    if scheme is None or version is None:
        raise AccreditationError(problem("application_scheme_unsuitable", "scheme"))
    if supplier.applications.filter(scheme=scheme, state__in=OPEN_APPLICATIONS).exists():
        raise AccreditationError(problem("application_open_already", "scheme"))
    application = Application.objects.create(
        authority_id=supplier.authority_id,
        supplier=supplier,
        scheme=scheme,
        version=version,
        started_at=by.at,
    )
    copied = _copy_forward(application, by.today) if copy_evidence else 0
    record(
        event="application_started",
        by=by,
        subject=application,
        scheme_id=scheme.pk,
        version=version.number,
        evidence_copied=copied,
    )
    return application


def _copy_forward(application: Application, today: date) -> int:
    last = last_decided(application.supplier_id, application.scheme_id)
    if last is None:
        return 0
    asked = {one.key: one for one in criteria_of(application)}
    copies = [
        copy
        for old in last.evidence.select_related("criterion")
        if (copy := _copy(application, old, asked.get(old.criterion.key)))
        and worth_copying(EvidenceState(old.state), dates_of(copy), today)
    ]
    return len(Evidence.objects.bulk_create(copies))


def _copy(application: Application, old: Evidence, asked: Criterion | None) -> Evidence | None:
    """What was shown, for what is asked now; None where that takes something else."""
    if asked is None or not asked.requirement.takes(old.criterion.requirement, old.number):
        return None
    # A copy names the same stored file, which is kept while any row names it.
    shown = {name: getattr(old, name) for name in COPIED}
    return Evidence(application=application, criterion=asked, **shown)


@transaction.atomic
def submit_application(*, by: Viewer, application_id: int) -> Application:
    """Send an application in, for a council's accreditor to decide. Raises AccreditationError.

    Every required criterion needs evidence that is in date on the day.
    """
    application = lock_draft(by, application_id)
    given = evidence_by_criterion(application)
    if problems := submission_problems([one.facts for one in given], by.today):
        raise AccreditationError(*problems)
    move(
        application,
        ApplicationState.SUBMITTED,
        table=APPLICATION_TRANSITIONS,
        by=by,
        event="application_submitted",
        changes={"submitted_at": by.at, "submitted_by": by.user},
        evidence_ids=[one.evidence.pk for one in given if one.evidence],
    )
    task = decision_task(application, by.at)
    raise_tasks([task])
    tell(
        by=by,
        kind=ApplicationNotice.SENT,
        subject=application,
        users=[by.user],
        due_date=task.due_date,
    )
    _finish_renewal_task(by, application)
    return application


def _finish_renewal_task(by: Viewer, application: Application) -> None:
    renewed = Accreditation.objects.filter(
        supplier_id=application.supplier_id, scheme_id=application.scheme_id
    )
    finish_tasks(
        by=by,
        kind=ApplicationTask.EVIDENCE_EXPIRING,
        subject_type=Accreditation._meta.label_lower,
        subject_ids=list(renewed.values_list("pk", flat=True)),
    )


def decision_task(application: Application, at: datetime) -> Task:
    """The unsaved task of deciding an application that was sent in at an instant."""
    supplier = application.supplier
    name = task_name(SupplierKind(supplier.kind), supplier.name)
    return new_task(
        authority_id=application.authority_id,
        kind=ApplicationTask.DECIDE,
        role=Role.ACCREDITOR,
        subject=application,
        title=f"Decide an application: {name}"[:160],
        address=reverse("accreditation:decide", args=[application.public_id]),
        due_date=decision_due(application.authority_id, london_date(at)),
        at=at,
    )


def lock_draft(by: Viewer, application_id: int) -> Application:
    """The locked application, which its supplier may still change.

    Raises PermissionDenied for another's, AccreditationError once it was sent in.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("supplier", "scheme", "version")
        .get(pk=application_id)
    )
    check_can_manage_supplier(by, application.supplier)
    sent = application.submitted_at
    now, sent_on = ApplicationState(application.state), london_date(sent) if sent else None
    if problems := draft_state_problems(now, sent_on):
        raise AccreditationError(*problems)
    return application


def criterion_of(application: Application, criterion_id: int, number: int) -> Criterion:
    """A criterion that this application has to meet, with so many pieces of evidence at least.

    Raises AccreditationError for any other.
    """
    found = criterion_asked(application, criterion_id, number)
    if found is None:
        raise AccreditationError(problem("evidence_not_asked"))
    return found
