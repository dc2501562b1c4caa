"""A criterion beside what was shown for it, and what a scheme asks at all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from marketplace.accreditation.models import (
    Application,
    Criterion,
    CriterionQuerySet,
    Evidence,
)
from marketplace.accreditation.rules import CriterionFacts, EvidenceDates, EvidenceState
from marketplace.suppliers.rules import SupplierKind


@dataclass(frozen=True)
class CriterionEvidence:
    """A criterion beside what the supplier showed for it, if anything.

    Where it asks for several references there is one of these for each, by its number from 1.
    """

    criterion: Criterion
    evidence: Evidence | None
    number: int = 1

    @property
    def is_from_care(self) -> bool:
        """Whether it is a reference that somebody gives who knows the supplier's care work."""
        return self.criterion.requirement.is_from_care(self.number)

    @property
    def title(self) -> str:
        """The question; of several references, which of them."""
        pieces = self.criterion.requirement.pieces
        which = f" ({self.number} of {pieces})" if pieces > 1 else ""
        return f"{self.criterion.question}{which}"

    @property
    def until(self) -> date | None:
        """The first day on which the evidence no longer counts."""
        return self.facts.dates.until if self.facts.dates else None

    @property
    def facts(self) -> CriterionFacts:
        evidence = self.evidence
        return CriterionFacts(
            question=self.title,
            mandatory=self.criterion.mandatory,
            dates=dates_of(evidence) if evidence else None,
            state=EvidenceState(evidence.state) if evidence else EvidenceState.PENDING,
            evidence_id=evidence.pk if evidence else None,
        )


def dates_of(evidence: Evidence) -> EvidenceDates:
    """The dates of evidence whose criterion is loaded."""
    return EvidenceDates(
        evidence.issued_date, evidence.expires_date, evidence.criterion.expires_after_months
    )


def evidence_by_criterion(application: Application) -> list[CriterionEvidence]:
    """Every criterion of the application's version for its kind of supplier, in order."""
    shown = {
        (row.criterion_id, row.number): row
        for row in application.evidence.select_related("criterion", "judged_by")
    }
    return [
        CriterionEvidence(one, shown.get((one.pk, number)), number)
        for one in criteria_of(application)
        for number in range(1, one.requirement.pieces + 1)
    ]


def criteria_of(application: Application) -> CriterionQuerySet:
    """What an application has to meet: what its version asks of its kind of supplier."""
    return Criterion.objects.of(application.version_id, application.supplier.kind)


def criterion_asked(application: Application, criterion_id: int, number: int) -> Criterion | None:
    """A criterion that this application has to meet, with so many pieces; None for any other."""
    found = criteria_of(application).filter(pk=criterion_id).first()
    return found if found and 1 <= number <= found.requirement.pieces else None


@dataclass(frozen=True)
class KindGuide:
    """What a council asks of one kind of supplier, for the public page."""

    label: str
    required: list[str]
    optional: list[str]


def guide_for(authority_id: int, on: date) -> list[KindGuide]:
    """What is asked of every kind that may apply on a day, in the order of the kinds."""
    asked: dict[str, list[Criterion]] = defaultdict(list)
    criteria = Criterion.objects.asked_on(on).filter(version__scheme__authority_id=authority_id)
    for criterion in criteria.order_by("version__scheme__name", "position", "pk"):
        asked[criterion.kind].append(criterion)
    return [
        KindGuide(
            label=kind.label,
            required=list(dict.fromkeys(c.question for c in asked[kind] if c.mandatory)),
            optional=list(dict.fromkeys(c.question for c in asked[kind] if not c.mandatory)),
        )
        for kind in SupplierKind
        if asked[kind]
    ]
