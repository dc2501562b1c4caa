"""A criterion beside what was shown for it, and what a scheme asks at all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from marketplace.accreditation.models import Application, Criterion, Evidence
from marketplace.accreditation.rules import EvidenceState
from marketplace.accreditation.rules.checks import Dates, Given
from marketplace.suppliers.rules import SupplierKind


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
