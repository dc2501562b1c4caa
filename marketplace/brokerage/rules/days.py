"""For which days a plan holds, and what it is called on a day."""

from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules.kinds import PlanEnd
from marketplace.brokerage.rules.states import FROZEN, PlanState

#: What an approved plan is called before its first day, and when its last day is known.
APPROVED_AHEAD, APPROVED_ENDING = "Approved for later", "Approved, ending"


@dataclass(frozen=True, slots=True)
class PlanDays:
    """The days of a plan, read on a day. A state alone does not say whether it holds: a plan is
    approved ahead, and its end recorded before it comes."""

    state: PlanState
    first: date | None
    until: date | None
    end_reason: PlanEnd | None
    today: date

    @property
    def is_approved(self) -> bool:
        """Whether it was approved once."""
        return self.state in FROZEN

    @property
    def is_ahead(self) -> bool:
        """Approved, and not begun."""
        return self.is_approved and not self.is_over and (self.first or self.today) > self.today

    @property
    def is_over(self) -> bool:
        """Approved once, and on no later day."""
        if not self.is_approved or self.until is None:
            return False
        return self.until <= max(self.first or self.until, self.today)

    @property
    def never_held(self) -> bool:
        """Approved once, and replaced or ended before its first day."""
        return self.is_approved and self.until is not None and self.until == self.first

    @property
    def is_ended(self) -> bool:
        """Ended for a reason, or about to be."""
        return self.state is PlanState.ENDED

    @property
    def label(self) -> str:
        if not self.is_approved:
            return self.state.label
        if self.is_over:
            return (PlanState.ENDED if self.is_ended else PlanState.SUPERSEDED).label
        if self.is_ahead:
            return APPROVED_AHEAD
        return APPROVED_ENDING if self.is_ended else PlanState.APPROVED.label
