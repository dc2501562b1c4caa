"""What was changed in a plan since a manager returned it, read from its trail."""

from collections.abc import Iterator

from marketplace.brokerage.models import PlanDecision, SupportPlan
from marketplace.brokerage.rules import (
    OPEN,
    Decision,
    PlanChange,
    PlanPart,
    SinceReturn,
    since_return_of,
)
from marketplace.core.models import AuditEvent

#: What each event of a plan is a change of, where its id stands, and whether that is gone.
_CHANGES: dict[str, tuple[PlanPart, str, bool]] = {
    "plan_question_answered": (PlanPart.ANSWER, "question", False),
    "plan_outcome_added": (PlanPart.OUTCOME, "outcome", False),
    "plan_outcome_changed": (PlanPart.OUTCOME, "outcome", False),
    "plan_outcome_removed": (PlanPart.OUTCOME, "outcome", True),
    "plan_item_added": (PlanPart.ITEM, "item", False),
    "plan_item_changed": (PlanPart.ITEM, "item", False),
    "plan_item_times_set": (PlanPart.ITEM, "item", False),
    "plan_item_price_refreshed": (PlanPart.ITEM, "item", False),
    "plan_item_removed": (PlanPart.ITEM, "item", True),
    "plan_consent_recorded": (PlanPart.CONSENT, "", False),
}


def since_return(plan: SupportPlan, last: PlanDecision | None) -> SinceReturn | None:
    """What was changed since its last decision, where that was a return; None for any other plan.

    At most two queries.
    """
    if last is None or last.decision != Decision.RETURNED or plan.state not in OPEN:
        return None
    trail = AuditEvent.objects.filter(
        subject_type=SupportPlan._meta.label_lower, subject_id=plan.pk
    )
    returned = trail.filter(event="plan_returned").order_by("-pk").first()
    if returned is None:
        return None
    later = trail.filter(pk__gt=returned.pk, event__in=sorted(_CHANGES)).order_by("pk")
    return since_return_of(change for event in later for change in _changes(event))


def _changes(event: AuditEvent) -> Iterator[PlanChange]:
    part, key, removed = _CHANGES[event.event]
    yield PlanChange(part, event.data.get(key, 0), removed)
    for item in event.data.get("items", []):
        yield PlanChange(PlanPart.ITEM, item, removed=True)
