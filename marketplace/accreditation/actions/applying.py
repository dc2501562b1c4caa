"""What a supplier does: start an application, show evidence, send it in."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions import AccreditationError
from marketplace.accreditation.models import Accreditation, Application, Criterion, Evidence, Scheme
from marketplace.accreditation.queries.evidence import dates_of, given_for
from marketplace.accreditation.rules import (
    APPLICATION_TRANSITIONS,
    ApplicationState,
    ApplicationTask,
    EvidenceState,
)
from marketplace.accreditation.rules.checks import decide_by, submission_problems, worth_copying
from marketplace.core.audit import record
from marketplace.core.dates import london_date
from marketplace.core.words import spoken_date
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import check_can_manage_supplier
from marketplace.suppliers.rules import SupplierKind, task_name
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task

OPEN = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


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
    scheme = Scheme.objects.filter(
        pk=scheme_id, authority_id=supplier.authority_id, kinds__kind=supplier.kind
    ).first()
    if scheme is None:
        raise AccreditationError("This scheme is not for your kind of organisation.")
    if supplier.applications.filter(scheme=scheme, state__in=OPEN).exists():
        raise AccreditationError("You have an application under this scheme already.")
    application = Application.objects.create(
        authority_id=supplier.authority_id, supplier=supplier, scheme=scheme, started_at=by.at
    )
    copied = _copy_forward(application, by.at) if copy_evidence else 0
    record(
        event="application_started",
        by=by,
        subject=application,
        scheme_id=scheme.pk,
        evidence_copied=copied,
    )
    return application


def _copy_forward(application: Application, at: datetime) -> int:
    last = (
        Application.objects.filter(
            supplier_id=application.supplier_id, scheme_id=application.scheme_id
        )
        .exclude(decided_at=None)
        .order_by("-decided_at", "-pk")
        .first()
    )
    if last is None:
        return 0
    today = london_date(at)
    copies = []
    for old in last.evidence.select_related("criterion"):
        if not worth_copying(EvidenceState(old.state), dates_of(old), today):
            continue
        # The new row names the same stored file, which is kept while any row names it.
        old.pk, old.application, old.state = None, application, EvidenceState.PENDING
        old.public_id = Evidence._meta.get_field("public_id").get_default()
        old.judged_at, old.judged_by, old.judged_reason = None, None, ""
        copies.append(old)
    return len(Evidence.objects.bulk_create(copies))


@transaction.atomic
def submit_application(*, by: Viewer, application_id: int) -> Application:
    """Send an application in, for a council's accreditor to decide. Raises AccreditationError.

    Every required criterion needs evidence that is in date on the day.
    """
    application = lock_draft(by, application_id)
    given = given_for(application)
    if problems := submission_problems([one.given for one in given], by.today):
        raise AccreditationError(*problems)
    application.state = ApplicationState.SUBMITTED
    application.submitted_at, application.submitted_by = by.at, by.user
    application.save(update_fields=["state", "submitted_at", "submitted_by"])
    raise_tasks([decision_task(application, by.at)])
    _finish_renewal_task(by, application)
    record(
        event="application_submitted",
        by=by,
        subject=application,
        evidence_ids=[one.evidence.pk for one in given if one.evidence],
    )
    return application


def _finish_renewal_task(by: Viewer, application: Application) -> None:
    standing = Accreditation.objects.filter(
        supplier_id=application.supplier_id, scheme_id=application.scheme_id
    )
    finish_tasks(
        by=by,
        kind=ApplicationTask.EVIDENCE_EXPIRING,
        subject_type=Accreditation._meta.label_lower,
        subject_ids=list(standing.values_list("pk", flat=True)),
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
        due_date=decide_by(london_date(at)),
        at=at,
    )


def lock_draft(by: Viewer, application_id: int) -> Application:
    """The locked application, which its supplier may still change.

    Raises PermissionDenied for another's, AccreditationError once it was sent in.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("supplier", "scheme")
        .get(pk=application_id)
    )
    check_can_manage_supplier(by, application.supplier)
    if (
        ApplicationState.SUBMITTED
        not in APPLICATION_TRANSITIONS[ApplicationState(application.state)]
    ):
        sent = f" on {spoken_date(application.submitted_at)}" if application.submitted_at else ""
        raise AccreditationError(f"This application was sent in{sent} and cannot be changed.")
    return application


def criterion_of(application: Application, criterion_id: int) -> Criterion:
    """A criterion that this application has to meet. Raises AccreditationError for any other."""
    found = Criterion.objects.filter(
        pk=criterion_id, scheme_id=application.scheme_id, kind=application.supplier.kind
    ).first()
    if found is None:
        raise AccreditationError("This application is not asked for that.")
    return found
