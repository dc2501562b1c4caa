"""What a person reads of their own plans: those of each kind together."""

from dataclasses import dataclass

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PlanQuerySet, SupportPlan
from marketplace.brokerage.queries.board import PlanBoard, plan_board
from marketplace.brokerage.queries.budgets import estimated_budget_lines, latest_budget_lines
from marketplace.brokerage.queries.lines import BudgetLine
from marketplace.brokerage.rules import BudgetKind, PlanDays, Position
from marketplace.people.models import Person


@dataclass(frozen=True)
class OwnPlans:
    """Of one kind: the budget, the plan that holds, the one approved for later, the one being
    written; where none is approved, the days of the one that ended last."""

    kind: BudgetKind
    budget: BudgetLine | None
    #: What they were told that their budget, or their next one, may be.
    estimate: BudgetLine | None
    approved: PlanBoard | None
    later: PlanBoard | None
    coming: PlanBoard | None
    ended: PlanDays | None

    @property
    def position(self) -> Position | None:
        """What is left is of the budget of today, though the plan may have been made on an older one."""
        if self.approved is None or self.budget is None:
            return self.approved.position if self.approved else None
        return self.approved.position.beside(self.budget.weekly_pence)


def own_plans(*, viewer: Viewer, person: Person) -> list[OwnPlans]:
    """A person's plans and budgets by kind, those of no kind that they have none of.

    Three queries, one for each budget and estimate, three for each kind, and what a board reads for each plan that
    is shown.
    """
    plans = SupportPlan.objects.visible_to(viewer).filter(person=person)
    budgets = latest_budget_lines(person=person, on=viewer.today)
    estimates = estimated_budget_lines(person=person)
    kinds = {*plans.values_list("kind", flat=True), *budgets, *estimates}
    of_all = plans.select_related("author", "submitted_by", "approved_by")
    return [
        _of_kind(viewer, of_all.filter(kind=kind), kind, budgets.get(kind), estimates.get(kind))
        for kind in BudgetKind
        if kind in kinds
    ]


def _of_kind(
    viewer: Viewer,
    plans: PlanQuerySet,
    kind: BudgetKind,
    budget: BudgetLine | None,
    estimate: BudgetLine | None,
) -> OwnPlans:
    approved = list(plans.not_over(viewer.today).order_by("from_date")[:2])
    ended = None if approved else plans.ended().last()
    return OwnPlans(
        kind,
        budget,
        estimate,
        _board(viewer, approved[0] if approved else None),
        _board(viewer, approved[1] if len(approved) > 1 else None),
        _board(viewer, plans.open().first()),
        ended.days(viewer.today) if ended else None,
    )


def _board(viewer: Viewer, plan: SupportPlan | None) -> PlanBoard | None:
    return plan_board(viewer=viewer, plan=plan) if plan else None
