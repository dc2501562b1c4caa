"""What waits for an accreditor, what ends soon, and what is suspended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.rules import (
    DECIDE_WITHIN,
    RENEWAL_NOTICE,
    AccreditationState,
    ApplicationTask,
    EvidenceState,
    decide_by,
)
from marketplace.core.dates import london_date
from marketplace.council.queries import figure
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from marketplace.tasks.models import Task


@dataclass(frozen=True)
class WaitingApplication:
    """One application that waits for a decision."""

    public_id: UUID
    supplier_name: str
    kind_label: str
    scheme_name: str
    submitted_at: datetime
    age_days: int
    due_date: date
    overdue: bool
    judged: int
    shown: int
    task_id: int | None
    owner_name: str
    is_mine: bool


def waiting_for(viewer: Viewer) -> list[WaitingApplication]:
    """The applications that this accreditor may decide, oldest first. Never their own organisation's."""
    rows = (
        Application.objects.for_accreditor(viewer)
        .exclude(submitted_by=viewer.user_id)
        .waiting()
        .select_related("supplier", "scheme")
        .annotate(
            shown=Count("evidence"),
            judged=Count("evidence", filter=~Q(evidence__state=EvidenceState.PENDING)),
        )
    )
    tasks = {
        task.subject_id: task
        for task in Task.objects.open()
        .filter(
            authority_id=viewer.council_id,
            kind=ApplicationTask.DECIDE,
            subject_type=Application._meta.label_lower,
        )
        .select_related("owner")
    }
    days = figure(viewer.council_id, DECIDE_WITHIN.key, viewer.today)
    return [_waiting(row, tasks.get(row.pk), viewer, days) for row in rows]


def _waiting(row: Application, task: Task | None, viewer: Viewer, days: int) -> WaitingApplication:
    assert row.submitted_at is not None  # noqa: S101 - waiting() picks submitted rows only
    submitted = london_date(row.submitted_at)
    due = task.due_date if task else decide_by(submitted, days)
    return WaitingApplication(
        public_id=row.public_id,
        supplier_name=row.supplier.name,
        kind_label=SupplierKind(row.supplier.kind).label,
        scheme_name=row.scheme.name,
        submitted_at=row.submitted_at,
        age_days=(viewer.today - submitted).days,
        due_date=due,
        overdue=due < viewer.today,
        judged=row.judged,  # type: ignore[attr-defined]
        shown=row.shown,  # type: ignore[attr-defined]
        task_id=task.pk if task else None,
        owner_name=str(task.owner) if task and task.owner else "",
        is_mine=bool(task and task.owner_id == viewer.user_id),
    )


def ending_soon(viewer: Viewer) -> list[Accreditation]:
    """What is in force and ends within the days of notice, the first to end at the top."""
    notice = figure(viewer.council_id, RENEWAL_NOTICE.key, viewer.today)
    return list(
        Accreditation.objects.visible_to(viewer)
        .valid(viewer.today)
        .filter(valid_until__lte=viewer.today + timedelta(days=notice))
        .exclude(supplier__in=Supplier.objects.run_by(viewer))
        .select_related("supplier", "scheme")
        .order_by("valid_until", "pk")
    )


def suspended(viewer: Viewer) -> list[Accreditation]:
    """What is suspended now in this council, by the supplier's name."""
    return list(
        Accreditation.objects.visible_to(viewer)
        .filter(state=AccreditationState.SUSPENDED)
        .exclude(supplier__in=Supplier.objects.run_by(viewer))
        .select_related("supplier", "scheme")
        .order_by("supplier__name", "pk")
    )


def councils_that_accredit() -> list[int]:
    """The ids of the councils in which any supplier is accredited, for a job that does each."""
    found = Accreditation.objects.order_by("authority_id").values_list("authority_id", flat=True)
    return list(found.distinct())
