"""What the pages of accreditation show, as frozen values; a constant number of queries each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from marketplace.accounts.models import User
from marketplace.accreditation.models import (
    Accreditation,
    Application,
    Criterion,
    Evidence,
    Scheme,
    StandingChange,
)
from marketplace.accreditation.rules import (
    AccreditationState,
    ApplicationState,
    EvidenceState,
)
from marketplace.accreditation.rules.checks import EXPIRING_DAYS, Dates, Given, decide_by
from marketplace.core.clock import london_date
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SUPPLIER_KIND_LABELS, SupplierKind
from marketplace.tasks.models import Task
from marketplace.tasks.rules import TaskKind


@dataclass(frozen=True)
class Shown:
    """A criterion beside what the supplier showed for it, if anything."""

    criterion: Criterion
    evidence: Evidence | None

    @property
    def until(self) -> date | None:
        """The first day on which the evidence no longer counts."""
        return self.given.dates.until if self.given.dates else None

    @property
    def given(self) -> Given:
        return Given(
            question=self.criterion.question,
            mandatory=self.criterion.mandatory,
            dates=dates_of(self.evidence) if self.evidence else None,
            state=EvidenceState(self.evidence.state) if self.evidence else EvidenceState.PENDING,
        )


def dates_of(evidence: Evidence) -> Dates:
    """The dates of evidence whose criterion is loaded."""
    return Dates(
        evidence.issued_date, evidence.expires_date, evidence.criterion.expires_after_months
    )


def given_for(application: Application) -> list[Shown]:
    """Every criterion of the application's scheme for its kind of supplier, in order."""
    criteria = Criterion.objects.filter(
        scheme_id=application.scheme_id, kind=application.supplier.kind
    )
    shown = {
        row.criterion_id: row
        for row in application.evidence.select_related("criterion", "judged_by")
    }
    return [Shown(criterion, shown.get(criterion.pk)) for criterion in criteria]


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


def waiting_for(user: User, authority_id: int, today: date) -> list[Waiting]:
    """The applications that this accreditor may decide, oldest first. Never their own organisation's."""
    rows = (
        Application.objects.for_accreditor(user)
        .filter(authority_id=authority_id)
        .exclude(submitted_by=user)
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
            authority_id=authority_id,
            kind=TaskKind.ACCREDITATION,
            subject_type=Application._meta.label_lower,
        )
        .select_related("owner")
    }
    return [_waiting(row, tasks.get(row.pk), user, today) for row in rows]


def _waiting(row: Application, task: Task | None, user: User, today: date) -> Waiting:
    assert row.submitted_at is not None  # noqa: S101 - waiting() picks submitted rows only
    submitted = london_date(row.submitted_at)
    due = decide_by(submitted)
    return Waiting(
        public_id=row.public_id,
        supplier_name=row.supplier.name,
        kind_label=SUPPLIER_KIND_LABELS[SupplierKind(row.supplier.kind)],
        scheme_name=row.scheme.name,
        submitted_at=row.submitted_at,
        age_days=(today - submitted).days,
        due_date=due,
        overdue=due < today,
        judged=row.judged,  # type: ignore[attr-defined]
        shown=row.shown,  # type: ignore[attr-defined]
        task_id=task.pk if task else None,
        owner_name=str(task.owner) if task and task.owner else "",
        is_mine=bool(task and task.owner_id == user.pk),
    )


def ending_soon(user: User, authority_id: int, today: date) -> list[Accreditation]:
    """What stands and ends within sixty days, the first to end at the top."""
    return list(
        Accreditation.objects.visible_to(user)
        .valid(today)
        .filter(authority_id=authority_id, valid_until__lte=today + timedelta(days=EXPIRING_DAYS))
        .exclude(supplier__in=Supplier.objects.run_by(user))
        .select_related("supplier", "scheme")
        .order_by("valid_until", "pk")
    )


def suspended(user: User, authority_id: int) -> list[Accreditation]:
    """What is suspended now in this council, by the supplier's name."""
    return list(
        Accreditation.objects.visible_to(user)
        .filter(authority_id=authority_id, state=AccreditationState.SUSPENDED)
        .exclude(supplier__in=Supplier.objects.run_by(user))
        .select_related("supplier", "scheme")
        .order_by("supplier__name", "pk")
    )


@dataclass(frozen=True)
class SchemeProgress:
    """A scheme that covers a supplier's kind, what stands under it and the latest application."""

    scheme: Scheme
    standing: Accreditation | None
    application: Application | None


def progress_of(suppliers: Sequence[Supplier]) -> dict[int, list[SchemeProgress]]:
    """For each supplier, the schemes for its kind with where it has got to; three queries in all."""
    standings = {
        (a.supplier_id, a.scheme_id): a
        for a in Accreditation.objects.filter(supplier__in=suppliers)
    }
    latest = {
        (a.supplier_id, a.scheme_id): a
        for a in Application.objects.filter(supplier__in=suppliers).order_by("started_at", "pk")
    }
    schemes = Scheme.objects.filter(
        authority_id__in={s.authority_id for s in suppliers}
    ).prefetch_related("kinds")
    found: dict[int, list[SchemeProgress]] = defaultdict(list)
    for scheme in schemes:
        kinds = {one.kind for one in scheme.kinds.all()}
        for supplier in suppliers:
            if supplier.authority_id == scheme.authority_id and supplier.kind in kinds:
                key = (supplier.pk, scheme.pk)
                found[supplier.pk].append(
                    SchemeProgress(scheme, standings.get(key), latest.get(key))
                )
    return found


@dataclass(frozen=True)
class Event:
    """One thing that was decided about a supplier: when, by whom, what, and why."""

    at: datetime
    by_name: str
    scheme_name: str
    what: str
    reason: str
    until: date | None = None
    application_id: UUID | None = None


CHANGE_WORDS = {
    AccreditationState.VALID: "Accredited",
    AccreditationState.SUSPENDED: "Suspended",
    AccreditationState.WITHDRAWN: "Withdrawn",
}


def history_of(supplier: Supplier) -> list[Event]:
    """Everything decided about a supplier, newest first."""
    changes = list(
        StandingChange.objects.filter(accreditation__supplier=supplier).select_related(
            "accreditation__scheme", "application"
        )
    )
    refused = supplier.applications.filter(state=ApplicationState.REFUSED).select_related(
        "scheme", "decided_by"
    )
    names = _names(change.changed_by for change in changes)
    events = [
        Event(
            at=change.changed_at,
            by_name=names.get(change.changed_by, "Handrail"),
            scheme_name=change.accreditation.scheme.name,
            what=_change_words(change),
            reason=change.application.decision_reason if change.application else change.reason,
            until=change.valid_until if change.state == AccreditationState.VALID else None,
        )
        for change in changes
    ]
    events += [
        Event(
            at=row.decided_at,
            by_name=str(row.decided_by),
            scheme_name=row.scheme.name,
            what="Application refused",
            reason=row.decision_reason,
            application_id=row.public_id,
        )
        for row in refused
        if row.decided_at
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _change_words(change: StandingChange) -> str:
    if change.state == AccreditationState.VALID and change.application_id is None:
        return "Suspension lifted"
    return CHANGE_WORDS[AccreditationState(change.state)]


def _names(codes: Iterable[str]) -> dict[str, str]:
    ids = {code.partition(":")[2] for code in codes if code.startswith("user:")}
    return {user.actor_code: str(user) for user in User.objects.filter(pk__in=ids)}


@dataclass(frozen=True)
class KindGuide:
    """What a council asks of one kind of supplier, for the public page."""

    label: str
    required: list[str]
    optional: list[str]


def guide_for(authority_id: int) -> list[KindGuide]:
    """The questions of every kind that a scheme covers, in the order of the kinds."""
    asked: dict[str, list[Criterion]] = defaultdict(list)
    criteria = Criterion.objects.filter(scheme__authority_id=authority_id)
    for criterion in criteria.order_by("scheme__name", "position", "pk"):
        asked[criterion.kind].append(criterion)
    return [
        KindGuide(
            label=SUPPLIER_KIND_LABELS[kind],
            required=list(dict.fromkeys(c.question for c in asked[kind] if c.mandatory)),
            optional=list(dict.fromkeys(c.question for c in asked[kind] if not c.mandatory)),
        )
        for kind in SupplierKind
        if asked[kind]
    ]
