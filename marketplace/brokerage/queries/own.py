"""What a person reads of their own plans: those of each kind together."""

from dataclasses import dataclass

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PersonalBudget, SupportPlan
from marketplace.brokerage.queries.board import PlanBoard, latest_budget_line, plan_board
from marketplace.brokerage.queries.lines import BudgetLine
from marketplace.brokerage.rules import BudgetKind, PlanDays, Position
from marketplace.people.models import Person


@dataclass(frozen=True)
class OwnPlans:
    """Of one kind: the budget, the plan that holds, the one approved for later, the one being
    written; where none is approved, the days of the one that ended last."""

    kind: BudgetKind
    budget: BudgetLine | None
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

    Two queries, and for each kind four, and what a board reads for each plan that is shown.
    """
    plans = SupportPlan.objects.visible_to(viewer).filter(person=person)
    budgets = PersonalBudget.objects.not_ended(viewer.today).filter(person=person)
    kinds = {*plans.values_list("kind", flat=True), *budgets.values_list("kind", flat=True)}
    return [_of_kind(viewer, person, kind) for kind in BudgetKind if kind in kinds]


def _of_kind(viewer: Viewer, person: Person, kind: BudgetKind) -> OwnPlans:
    plans = SupportPlan.objects.visible_to(viewer).filter(person=person, kind=kind)
    approved = list(plans.not_over(viewer.today).order_by("from_date")[:2])
    ended = None if approved else plans.ended().last()
    return OwnPlans(
        kind,
        latest_budget_line(person=person, on=viewer.today, kind=kind),
        _board(viewer, approved[0] if approved else None),
        _board(viewer, approved[1] if len(approved) > 1 else None),
        _board(viewer, plans.open().first()),
        ended.days(viewer.today) if ended else None,
    )


def _board(viewer: Viewer, plan: SupportPlan | None) -> PlanBoard | None:
    return plan_board(viewer=viewer, plan=plan) if plan else None
