"""What the rules need to know of one plan, read for an action or a page that already holds it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from marketplace.accounts.models import Membership, User
from marketplace.accounts.permissions import can
from marketplace.accounts.rules import Permission
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import (
    Outcome,
    PersonalBudget,
    PlanAnswer,
    PlanItem,
    PlanItemOutcome,
    SupportPlan,
)
from marketplace.brokerage.queries.planning_budget import budget_of
from marketplace.brokerage.rules import (
    DECIDES_FIRST,
    EDITABLE,
    MAY_APPROVE_OVER_BUDGET,
    MAY_APPROVE_PLANS,
    PLAN_DECIDE_DAYS,
    BudgetKind,
    CostLine,
    ItemFacts,
    ItemKind,
    Limits,
    OutcomeFacts,
    PlanFacts,
    PlanState,
    PlanTask,
    Position,
    call_back_problems,
    climb_problems,
    decide_state_problems,
    listing_gone,
    outcomes_for,
    position_of,
)
from marketplace.core.dates import london_date
from marketplace.core.errors import Problem
from marketplace.council.queries import figure
from marketplace.listings.models import Listing
from marketplace.people.models import Access, Person
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.queries import has_begun
from marketplace.vocabulary.models import OutcomeTerm
from marketplace.vocabulary.queries import outcome_terms

#: Judgement: names that a manager reads to find a colleague; more is a longer page.
MOST_DECIDERS = 5


def position_beside(budget: PersonalBudget | None, lines: Iterable[CostLine]) -> Position:
    """What lines cost beside a budget; none agreed and none told counts as nothing."""
    if budget is None:
        return position_of(0, lines)
    return position_of(budget.weekly_pence, lines, is_estimate=budget.is_estimate)


@dataclass(frozen=True)
class PlanContents:
    """The rows of one plan, read once: pages show them, rules judge the facts made of them here."""

    answers: tuple[PlanAnswer, ...]
    outcomes: tuple[Outcome, ...]
    items: tuple[PlanItem, ...]
    budget: PersonalBudget | None
    ended_terms: frozenset[int] = frozenset()

    def items_of(self, outcome: Outcome) -> tuple[PlanItem, ...]:
        return tuple(item for item in self.items if outcome.pk in item.outcome_ids)

    @property
    def facts(self) -> PlanFacts:
        """What the seven questions are tested on."""
        return PlanFacts(
            answers={answer.question: answer.text for answer in self.answers},
            outcomes=tuple(
                OutcomeFacts(
                    outcome.words,
                    tuple(map(_item_facts, self.items_of(outcome))),
                    outcome.term.label if outcome.term_id in self.ended_terms else "",
                )
                for outcome in self.outcomes
            ),
        )

    @property
    def position(self) -> Position:
        """The plan's cost beside its budget."""
        return position_beside(self.budget, (item.cost_line for item in self.items))


def contents_of(plan: SupportPlan, on: date) -> PlanContents:
    """Answers, outcomes and items of a plan beside the budget of a day, or of its first if later.

    Items with their listings, agreements, times and outcomes. Seven queries.
    """
    budget = budget_of(plan, on)
    items = plan.items.select_related("listing", "agreement")
    outcomes = plan.outcomes.select_related("term__framework").prefetch_related("term__part_of")
    read = tuple(outcomes)
    return PlanContents(
        tuple(plan.answers.all()),
        read,
        tuple(items.prefetch_related("times", "outcomes")),
        budget,
        _ended_terms(plan, read, on),
    )


def _ended_terms(plan: SupportPlan, outcomes: Iterable[Outcome], on: date) -> frozenset[int]:
    """Terms that a plan being written has, and may not be sent with."""
    if plan.state not in EDITABLE:
        return frozenset()
    whom = outcomes_for(BudgetKind(plan.kind))
    terms = (outcome.term for outcome in outcomes)
    return frozenset(
        term.pk for term in terms if term.framework.for_whom != whom or not term.framework.holds(on)
    )


def outcome_choices(plan: SupportPlan, on: date, kept: Outcome | None = None) -> list[OutcomeTerm]:
    """What an outcome of a plan may be for on a day, and what it is for now. At most two queries."""
    terms = outcome_terms(plan.authority_id, outcomes_for(BudgetKind(plan.kind)), on)
    if kept is not None and kept.term_id not in [term.pk for term in terms]:
        terms.append(kept.term)
    return terms


def items_only_for(outcome: Outcome) -> QuerySet[PlanItem]:
    """What is planned for an outcome and for no other: it goes when the outcome goes."""
    others = PlanItemOutcome.objects.filter(item__plan=outcome.plan_id).exclude(outcome=outcome)
    items = PlanItem.objects.filter(for_outcomes__outcome=outcome)
    return PlanItem.objects.filter(pk__in=items.exclude(pk__in=others.values("item")))


def _item_facts(item: PlanItem) -> ItemFacts:
    return ItemFacts(
        item.title,
        ItemKind(item.kind),
        item.cost_line,
        item.natural_who,
        item.natural_willing_date,
        item.natural_fallback,
    )


def public_ids(items: Iterable[PlanItem], at: datetime) -> set[int]:
    """Ids of those of the items' listings that may be chosen: published, fresh, accredited."""
    listed = {item.listing_id for item in items if item.listing_id}
    return set(Listing.objects.public(at).filter(pk__in=listed).values_list("pk", flat=True))


def unavailable_problems(items: Sequence[PlanItem], at: datetime) -> list[Problem]:
    """That an item's listing may not be chosen any more, for each such item. One query."""
    public = public_ids(items, at)
    return [
        listing_gone(item.title, item.provider_name)
        for item in items
        if item.listing_id and item.listing_id not in public
    ]


def decide_by(authority_id: int, sent: date) -> date:
    """The day by which a plan that is sent on a day is to be decided in a council."""
    return sent + timedelta(figure(authority_id, PLAN_DECIDE_DAYS.key, sent))


def own_limit(viewer: Viewer) -> int:
    """The highest limit, in pence a week, that a manager holds in a council."""
    return viewer.limit_pence if viewer.may(MAY_APPROVE_PLANS) else 0


def climbs_for(viewer: Viewer, plan: SupportPlan, position: Position) -> list[Problem]:
    """Why this manager cannot approve a plan at this cost beside its budget; empty when they can."""
    over_budget = can(viewer, MAY_APPROVE_OVER_BUDGET, plan.authority_id)
    return climb_problems(position, own_limit(viewer), over_budget)


def limits_for(plan: SupportPlan, writers: frozenset[int], on: date) -> Limits:
    """The highest limits among managers of the council who neither wrote nor sent the plan."""
    held = _managers(plan, MAY_APPROVE_PLANS, writers, on)
    rows = held.values_list("role", "approval_limit_pence")
    approver = [limit for role, limit in rows if role == DECIDES_FIRST]
    senior = [limit for role, limit in rows if role in MAY_APPROVE_OVER_BUDGET.roles]
    return Limits(max(approver, default=0), max(senior, default=0))


def deciders(plan: SupportPlan, position: Position, on: date) -> list[tuple[str, int]]:
    """Some who could approve a plan that must climb: names and limits in pence a week, lowest first."""
    permission = MAY_APPROVE_OVER_BUDGET if position.is_over else MAY_APPROVE_PLANS
    return list(
        _managers(plan, permission, plan.writer_ids, on)
        .filter(approval_limit_pence__gte=position.cost.average_weekly_pence)
        .order_by("approval_limit_pence", "user__name")
        .values_list("user__name", "approval_limit_pence")[:MOST_DECIDERS]
    )


def _managers(
    plan: SupportPlan, permission: Permission, writers: frozenset[int], on: date
) -> QuerySet[Membership]:
    return (
        Membership.objects.current(on)
        .filter(
            authority_id=plan.authority_id,
            role__in=sorted(permission.roles),
            user__is_active=True,
        )
        .exclude(user_id__in=writers)
    )


def deciding_problems(plan: SupportPlan) -> list[Problem]:
    """Why the state of a locked plan lets nobody decide it; empty when it waits."""
    return decide_state_problems(PlanState(plan.state), *_approval_of(plan))


def calling_back_problems(plan: SupportPlan) -> list[Problem]:
    """Why the state of a plan lets nobody call it back; empty when it waits."""
    return call_back_problems(PlanState(plan.state), *_approval_of(plan))


def can_call_back(plan: SupportPlan) -> bool:
    """Whether its broker may have it back: it waits, and nobody has taken the work."""
    return not calling_back_problems(plan) and not has_begun(PlanTask.APPROVAL, plan)


def _approval_of(plan: SupportPlan) -> tuple[str, date | None]:
    """Who approved it and when, if somebody did."""
    return (
        plan.approved_by.name if plan.approved_by else "",
        london_date(plan.approved_at) if plan.approved_at else None,
    )


def approved_plan(
    person: Person, on: date, kind: BudgetKind = BudgetKind.CARE
) -> SupportPlan | None:
    """The approved plan of a kind in force on a day, else the next that begins. One query."""
    plans = SupportPlan.objects.not_over(on).filter(person=person, kind=kind)
    return plans.order_by("from_date").first()


def broker_for(plan: SupportPlan, on: date) -> User:
    """Who works on a plan: the broker on whose list its person is, else who wrote it."""
    return brokers_of([plan.person_id], on).get(plan.person_id) or plan.author


def brokers_of(person_ids: Collection[int], on: date) -> dict[int, User]:
    """On whose list each of these people is today. One query."""
    rows = Access.objects.current(on).filter(
        person__in=person_ids, capacity=AccessCapacity.BROKER, scope=Scope.PLAN, user__isnull=False
    )
    # Where two hold at once, on the day of a change, the later one is left at the end; whoever covers
    # for their broker has an end, and is not it.
    lasting_last = F("until_date").asc(nulls_last=True)
    latest_last = rows.select_related("user").order_by(lasting_last, "from_date", "pk")
    return {row.person_id: row.user for row in latest_last if row.user}
