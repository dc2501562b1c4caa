"""A criterion beside what was shown for it, and what a scheme asks at all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from marketplace.accreditation.models import Application, Criterion, Evidence
from marketplace.accreditation.rules import CriterionFacts, EvidenceDates, EvidenceState
from marketplace.suppliers.rules import SupplierKind


@dataclass(frozen=True)
class CriterionEvidence:
    """A criterion beside what the supplier showed for it, if anything."""

    criterion: Criterion
    evidence: Evidence | None

    @property
    def until(self) -> date | None:
        """The first day on which the evidence no longer counts."""
        return self.facts.dates.until if self.facts.dates else None

    @property
    def facts(self) -> CriterionFacts:
        evidence = self.evidence
        return CriterionFacts(
            question=self.criterion.question,
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
    """Every criterion of the application's scheme for its kind of supplier, in order."""
    shown = {
        row.criterion_id: row
        for row in application.evidence.select_related("criterion", "judged_by")
    }
    return [CriterionEvidence(one, shown.get(one.pk)) for one in Criterion.objects.of(application)]


def criterion_asked(application: Application, criterion_id: int) -> Criterion | None:
    """A criterion that this application has to meet; None for any other."""
    return Criterion.objects.of(application).filter(pk=criterion_id).first()


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
            label=kind.label,
            required=list(dict.fromkeys(c.question for c in asked[kind] if c.mandatory)),
            optional=list(dict.fromkeys(c.question for c in asked[kind] if not c.mandatory)),
        )
        for kind in SupplierKind
        if asked[kind]
    ]
