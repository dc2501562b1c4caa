"""What a supplier may apply for, what it applied for last, and when a decision is due."""

from dataclasses import dataclass
from datetime import date

from marketplace.accreditation.models import (
    Application,
    Criterion,
    CriterionQuerySet,
    Scheme,
    SchemeVersion,
)
from marketplace.accreditation.rules import (
    DECIDE_WITHIN,
    OPEN_APPLICATIONS,
    ApplicationState,
    ApplicationTask,
    EvidenceState,
    call_back_problems,
    decide_by,
)
from marketplace.council.queries import figure
from marketplace.suppliers.models import Supplier
from marketplace.tasks.queries import has_begun


@dataclass(frozen=True)
class SchemesToApplyFor:
    """The schemes that a supplier may apply under and has nothing open, and what they ask of it now.

    `open_application` is the latest that it has open under another; `may_copy` whether one under
    these was decided before, whose evidence may be brought forward.
    """

    schemes: list[Scheme]
    asked: list[Criterion]
    may_copy: bool
    open_application: Application | None


def schemes_to_apply_for(supplier: Supplier, on: date) -> SchemesToApplyFor:
    """What a supplier may apply for on a day. Four queries."""
    begun = supplier.applications.filter(state__in=OPEN_APPLICATIONS)
    schemes = list(Scheme.objects.open_to(supplier, on).exclude(applications__in=begun))
    decided = supplier.applications.exclude(decided_at=None).filter(scheme__in=schemes)
    return SchemesToApplyFor(
        schemes=schemes,
        asked=list(_asked(schemes, supplier, on)),
        may_copy=decided.exists(),
        open_application=begun.order_by("-started_at").first(),
    )


def _asked(schemes: list[Scheme], supplier: Supplier, on: date) -> CriterionQuerySet:
    own = Criterion.objects.asked_on(on).filter(version__scheme__in=schemes, kind=supplier.kind)
    return own.order_by("version__scheme__name", "position", "pk")


def newer_version(application: Application, on: date) -> SchemeVersion | None:
    """The version in force on a day, where it is later than the application's. One query."""
    versions = SchemeVersion.objects.filter(scheme=application.scheme_id)
    newest = versions.in_force(on).first()
    return newest if newest and newest.number > application.version.number else None


def last_decided(supplier_id: int, scheme_id: int) -> Application | None:
    """The application under a scheme that was decided last."""
    found = Application.objects.filter(supplier_id=supplier_id, scheme_id=scheme_id)
    return found.exclude(decided_at=None).order_by("-decided_at", "-pk").first()


def decision_due(authority_id: int, sent_on: date) -> date:
    """The day by which what is sent in on a day should be decided, by the council's figure then."""
    return decide_by(sent_on, figure(authority_id, DECIDE_WITHIN.key, sent_on))


def judged_count(application: Application) -> int:
    """How many pieces of its evidence somebody has judged."""
    return application.evidence.exclude(state=EvidenceState.PENDING).count()


def can_call_back(application: Application) -> bool:
    """Whether its supplier may have it back: it waits, and nobody has begun."""
    now = ApplicationState(application.state)
    refused = call_back_problems(now, judged_count(application))
    return not refused and not has_begun(ApplicationTask.DECIDE, application)
