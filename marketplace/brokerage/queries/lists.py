"""Many plans at once: a broker's caseload, one person's plans, the managers' queue."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from unicodedata import combining, normalize
from uuid import UUID

from django.db.models import QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PersonalBudget, PlanItem, SupportPlan
from marketplace.brokerage.queries.facts import position_beside
from marketplace.brokerage.queries.planning_budget import budgets_to_plan_with, nearest_budget
from marketplace.brokerage.rules import (
    EDITABLE,
    MAY_PLAN,
    OPEN,
    BudgetKind,
    PlanDays,
    PlanState,
    Position,
)
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity, Scope


@dataclass(frozen=True)
class PlanSummary:
    """One plan in a list, with its cost beside its budget."""

    public_id: UUID
    state: PlanState
    due_date: date
    submitted_at: datetime | None
    approved_at: datetime | None
    changed_at: datetime
    position: Position
    days: PlanDays
    kind: BudgetKind

    @property
    def state_label(self) -> str:
        return self.days.label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True)
class CaseloadLine:
    """A person on a broker's list: the plan that is worked on, else the one in force or approved for
    later, else the one that ended; and money."""

    person_id: int
    public_id: UUID
    name: str
    town: str
    #: Of care: agreed, or else an estimate.
    budget: PersonalBudget | None
    plan: PlanSummary | None

    @property
    def part(self) -> str:
        """Whose move it is: mine, waiting (for a manager or a budget) or done."""
        if self.plan is None:
            return "waiting" if self.budget is None else "mine"
        if self.plan.state in EDITABLE:
            return "mine"
        return "waiting" if self.plan.state == PlanState.SUBMITTED else "done"

    def is_called(self, words: str) -> bool:
        """Whether each of these words stands in the name, whatever its accents and capitals."""
        name = _plain(self.name)
        return all(word in name for word in _plain(words).split())

    def is_late(self, on: date) -> bool:
        """Whether a plan is still to be sent although its day has passed."""
        return self.part == "mine" and self.plan is not None and self.plan.due_date < on

    @property
    def left_to_plan_pence(self) -> int | None:
        """The budget less committed items, a week; below zero is over, None without a budget."""
        if self.budget is None:
            return None
        position = self._position
        return position.left_to_plan_pence if position else self.budget.weekly_pence

    @property
    def over_pence(self) -> int:
        """How far a week is over the budget; zero within it."""
        position = self._position
        return position.over_pence if position else 0

    @property
    def _position(self) -> Position | None:
        if self.budget is None or self.plan is None or self.plan.days.is_over:
            return None
        return self.plan.position.beside(
            self.budget.weekly_pence, is_estimate=self.budget.is_estimate
        )


@dataclass(frozen=True)
class WaitingLine:
    """A plan in the managers' queue."""

    person_id: int
    plan: PlanSummary
    name: str
    town: str
    sender: str
    is_own: bool


def caseload(*, viewer: Viewer) -> list[CaseloadLine]:
    """Everybody on a broker's list, whose plan is late or due first at the top. Six queries."""
    people = list(
        Person.objects.visible_to(viewer, scope=Scope.PLAN, capacity=AccessCapacity.BROKER)
    )
    budgets = budgets_to_plan_with(people, viewer.today)
    plans: dict[int, list[PlanSummary]] = defaultdict(list)
    of_people = SupportPlan.objects.filter(person__in=people)
    for plan, line in _lines(of_people.exclude(state=PlanState.SUPERSEDED), viewer.today):
        plans[plan.person_id].append(line)
    lines = [
        CaseloadLine(
            person.pk,
            person.public_id,
            person.name,
            person.town,
            budgets.get((person.pk, BudgetKind.CARE)),
            min(plans[person.pk], key=_foremost, default=None),
        )
        for person in people
    ]
    return sorted(lines, key=lambda line: (not line.is_late(viewer.today), *_urgency(line)))


def waiting_people(viewer: Viewer) -> tuple[int, date | None]:
    """How many people of a broker's list need them, as the list counts, and the first day by which."""
    if not viewer.may(MAY_PLAN):
        return 0, None
    mine = [line for line in caseload(viewer=viewer) if line.part == "mine"]
    days = [line.plan.due_date for line in mine if line.plan]
    return len(mine), min(days, default=None)


def _plain(words: str) -> str:
    """Words as they are compared: without accents, in small letters."""
    parts = normalize("NFKD", words)
    return "".join(one for one in parts if not combining(one)).casefold()


def _foremost(line: PlanSummary) -> tuple[bool, bool, int]:
    """Of a person's plans what is worked on, then what holds or comes first, then what ended last."""
    first, until = line.days.first or date.max, line.days.until or date.max
    day = -until.toordinal() if line.days.is_over else first.toordinal()
    return not line.is_open, line.days.is_over, day


#: Returned first, then what is still to write or start, then what waits for others or is done.
_ORDER = {
    PlanState.RETURNED: 0,
    PlanState.DRAFT: 1,
    None: 2,
    PlanState.SUBMITTED: 3,
    PlanState.APPROVED: 4,
    PlanState.ENDED: 4,
}


def _urgency(line: CaseloadLine) -> tuple[int, date, str]:
    state = line.plan.state if line.plan else None
    return _ORDER[state], line.plan.due_date if line.plan else date.max, line.name


def plans_of(*, viewer: Viewer, person: Person) -> list[PlanSummary]:
    """Every plan of one person, newest first. Four queries and who may see."""
    plans = SupportPlan.objects.visible_to(viewer).filter(person=person).order_by("-created_at")
    return [line for _, line in _lines(plans, viewer.today)]


def waiting_plans(*, viewer: Viewer) -> list[WaitingLine]:
    """Plans that wait for a decision of this manager's teams, oldest first. Five queries."""
    people = Person.objects.visible_to(viewer, scope=Scope.PLAN, capacity=AccessCapacity.APPROVER)
    plans = (
        SupportPlan.objects.waiting()
        .filter(person__in=people)
        .select_related("person", "submitted_by")
        .prefetch_related("writers")
    )
    return [
        WaitingLine(
            plan.person_id,
            line,
            plan.person.name,
            plan.person.town,
            plan.submitted_by.name if plan.submitted_by else "",
            viewer.user_id in plan.writer_ids,
        )
        for plan, line in _lines(plans, viewer.today)
    ]


def _lines(plans: QuerySet[SupportPlan], on: date) -> list[tuple[SupportPlan, PlanSummary]]:
    """Plans with their cost beside the budget of a day. Four queries, however many."""
    found = list(plans.prefetch_related("items__times"))
    people = {plan.person_id for plan in found}
    budgets = list(PersonalBudget.objects.agreed_or_told().filter(person__in=people))
    return [
        (
            plan,
            PlanSummary(
                plan.public_id,
                PlanState(plan.state),
                plan.due_date,
                plan.submitted_at,
                plan.approved_at,
                plan.changed_at,
                position_beside(
                    nearest_budget(plan, budgets, on),
                    (item.cost_line for item in plan.items.all()),
                ),
                plan.days(on),
                BudgetKind(plan.kind),
            ),
        )
        for plan in found
    ]


def live_plans_with(supplier_ids: Sequence[int], on: date) -> list[tuple[SupportPlan, int]]:
    """Plans that hold on a day or later, or are being worked on, with support of these suppliers,
    each with the id of such a supplier. For telling their brokers, not for a page. One query."""
    plans = SupportPlan.objects.not_over(on) | SupportPlan.objects.open()
    live = PlanItem.objects.filter(plan__in=plans)
    items = live.filter(listing__supplier__in=supplier_ids).order_by("plan", "pk")
    found = {
        (item.plan, item.listing.supplier_id): None
        for item in items.select_related("plan__person", "plan__author", "listing")
        if item.listing
    }
    return list(found)


def person_of_plan_page(authority_id: int, parts: Mapping[str, Any]) -> int | None:
    """The id of the person whose plan's page has these parts of an address, in a council."""
    plans = SupportPlan.objects.filter(
        person__authority_id=authority_id, public_id=parts["public_id"]
    )
    return plans.values_list("person", flat=True).first()
