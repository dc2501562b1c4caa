"""Who may say for a person that a plan is theirs."""

from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules import speaks_for_plan
from marketplace.people.models import Person, Relationship
from marketplace.people.queries import latest_findings
from marketplace.people.rules import CapacityOutcome, DecisionAbout, RelationshipKind


@dataclass(frozen=True)
class Speaker:
    """An attorney or deputy whose paper was seen, and who may speak about the plan now."""

    relationship_id: int
    user_id: int | None
    name: str
    kind: RelationshipKind


@dataclass(frozen=True)
class Deciding:
    """What was found last of a person's deciding about their plan, and who may speak for them."""

    finding: CapacityOutcome | None
    speakers: tuple[Speaker, ...]

    @property
    def is_unable(self) -> bool:
        """Whether it was found that the person could not decide this, even with help."""
        return self.finding is CapacityOutcome.LACKS

    def speaker_with(self, user_id: int | None) -> Speaker | None:
        return next((one for one in self.speakers if user_id and one.user_id == user_id), None)


def deciding_of(person: Person, on: date) -> Deciding:
    """How a person decides about their plan on a day. Two queries."""
    finding = latest_findings(person, on).get(DecisionAbout.PLAN)
    rows = Relationship.objects.verified().filter(person=person, has_conflict=False)
    speakers = [
        Speaker(row.pk, row.user_id, row.name, RelationshipKind(row.kind))
        for row in rows.order_by("pk")
    ]
    return Deciding(finding, tuple(one for one in speakers if speaks_for_plan(one.kind, finding)))
