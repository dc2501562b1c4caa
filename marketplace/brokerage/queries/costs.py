"""What a plan costs with one item more, or one changed, beside its budget."""

from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.models import PlanItem, SupportPlan
from marketplace.brokerage.queries.facts import position_beside
from marketplace.brokerage.queries.planning_budget import budget_of
from marketplace.brokerage.rules import (
    CostLine,
    Position,
    item_questions,
    one_off_pence,
    weekly_pence,
)
from marketplace.core.errors import Problem


@dataclass(frozen=True)
class ItemCost:
    """`now`: the plan as it is; `without`: the same less the item that is changed, if any. `line`: what
    the item will cost, None until it is known."""

    now: Position
    without: Position
    line: CostLine | None

    @property
    def then(self) -> Position:
        """The plan with the item as it was entered."""
        return self.without.plus(self.line) if self.line else self.now

    @property
    def weekly_pence(self) -> int:
        return weekly_pence(self.line) if self.line else 0

    @property
    def one_off_pence(self) -> int:
        return one_off_pence(self.line) if self.line else 0

    def questions(self, unit: str) -> list[Problem]:
        """What is asked about the item before it is planned; nothing while its cost is not known."""
        return item_questions(unit, self.line, self.now, self.then) if self.line else []


def cost_with(
    plan: SupportPlan, on: date, line: CostLine | None, instead_of: PlanItem | None = None
) -> ItemCost:
    """A plan with an item at this cost, new or in place of one that it has. Three queries."""
    budget = budget_of(plan, on)
    items = {item.pk: item.cost_line for item in plan.items.prefetch_related("times")}
    own = instead_of.pk if instead_of else None
    others = [cost for pk, cost in items.items() if pk != own]
    return ItemCost(position_beside(budget, items.values()), position_beside(budget, others), line)
