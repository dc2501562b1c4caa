"""What waits for an accreditor, what ends soon, and what is suspended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.rules import AccreditationState, ApplicationTask, EvidenceState
from marketplace.accreditation.rules.checks import EXPIRING_DAYS, decide_by
from marketplace.core.dates import london_date
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from marketplace.tasks.models import Task


@dataclass(frozen=True)
class Waiting:
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


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """The applications that this accreditor may decide, oldest first. Never their own organisation's."""
    rows = (
        Application.objects.for_accreditor(viewer)
        .filter(authority_id=viewer.council_id)
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
    return [_waiting(row, tasks.get(row.pk), viewer) for row in rows]


def _waiting(row: Application, task: Task | None, viewer: Viewer) -> Waiting:
    assert row.submitted_at is not None  # noqa: S101 - waiting() picks submitted rows only
    submitted = london_date(row.submitted_at)
    due = decide_by(submitted)
    return Waiting(
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
    """What stands and ends within sixty days, the first to end at the top."""
    return list(
        Accreditation.objects.visible_to(viewer)
        .valid(viewer.today)
        .filter(
            authority_id=viewer.council_id,
            valid_until__lte=viewer.today + timedelta(days=EXPIRING_DAYS),
        )
        .exclude(supplier__in=Supplier.objects.run_by(viewer))
        .select_related("supplier", "scheme")
        .order_by("valid_until", "pk")
    )


def suspended(viewer: Viewer) -> list[Accreditation]:
    """What is suspended now in this council, by the supplier's name."""
    return list(
        Accreditation.objects.visible_to(viewer)
        .filter(authority_id=viewer.council_id, state=AccreditationState.SUSPENDED)
        .exclude(supplier__in=Supplier.objects.run_by(viewer))
        .select_related("supplier", "scheme")
        .order_by("supplier__name", "pk")
    )
