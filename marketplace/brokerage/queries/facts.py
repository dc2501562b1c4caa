"""What the rules need to know of one plan, read for an action or a page that already holds it."""

from collections.abc import Iterable
from datetime import date, datetime

from marketplace.accounts.models import Membership, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PersonalBudget, PlanItem, SupportPlan
from marketplace.brokerage.rules import (
    MAY_APPROVE_OVER_BUDGET,
    ItemFacts,
    ItemKind,
    Limits,
    OutcomeFacts,
    PlanFacts,
    Position,
    plan_cost,
)
from marketplace.listings.models import Listing
from marketplace.people.models import Access, Person
from marketplace.people.rules import AccessCapacity, Scope

DECIDERS = (Role.APPROVER, Role.SENIOR_APPROVER)


def item_facts(item: PlanItem) -> ItemFacts:
    return ItemFacts(
        item.title,
        ItemKind(item.kind),
        item.cost_line,
        item.natural_who,
        item.natural_willing_date,
        item.natural_fallback,
    )


def plan_facts(plan: SupportPlan) -> PlanFacts:
    """Answers, outcomes and items of a plan. Three queries."""
    return PlanFacts(
        answers={answer.question: answer.text for answer in plan.answers.all()},
        outcomes=tuple(
            OutcomeFacts(outcome.words, tuple(map(item_facts, outcome.items.all())))
            for outcome in plan.outcomes.prefetch_related("items")
        ),
    )


def position_of(plan: SupportPlan) -> Position:
    """The plan's cost beside its budget."""
    return Position(
        plan.budget.weekly_pence, plan_cost(item.cost_line for item in plan.items.all())
    )


def unavailable(items: Iterable[PlanItem], at: datetime) -> list[PlanItem]:
    """The items whose listing nobody may choose any more: unpublished, stale, or not accredited."""
    listed = [item for item in items if item.listing_id]
    public = set(
        Listing.objects.public(at)
        .filter(pk__in={item.listing_id for item in listed})
        .values_list("pk", flat=True)
    )
    return [item for item in listed if item.listing_id not in public]


def unavailable_problems(plan: SupportPlan, at: datetime) -> list[str]:
    return [
        f"{item.title} from {item.provider_name} is no longer in the directory."
        " Choose something else for it."
        for item in unavailable(plan.items.all(), at)
    ]


def own_limit(viewer: Viewer) -> int:
    """The highest limit, in pence a week, that a manager holds in a council."""
    return viewer.limit_pence if viewer.roles & set(DECIDERS) else 0


def limits_for(plan: SupportPlan, writers: set[int], on: date) -> Limits:
    """The highest limits among managers of the council who neither wrote nor sent the plan."""
    rows = (
        Membership.objects.current(on)
        .filter(authority_id=plan.authority_id, role__in=DECIDERS, user__is_active=True)
        .exclude(user_id__in=writers)
        .values_list("role", "approval_limit_pence")
    )
    approver = [limit for role, limit in rows if role == Role.APPROVER]
    senior = [limit for role, limit in rows if role in MAY_APPROVE_OVER_BUDGET.roles]
    return Limits(max(approver, default=0), max(senior, default=0))


def deciders(plan: SupportPlan, position: Position, on: date) -> list[tuple[str, int]]:
    """Who could approve a plan that must climb: names and limits in pence a week, lowest first."""
    roles = [
        role for role in DECIDERS if not position.is_over or role in MAY_APPROVE_OVER_BUDGET.roles
    ]
    return list(
        Membership.objects.current(on)
        .filter(
            authority_id=plan.authority_id,
            role__in=roles,
            user__is_active=True,
            approval_limit_pence__gte=position.cost.average_weekly_pence,
        )
        .exclude(user_id__in=[pk for pk in (plan.author_id, plan.submitted_by_id) if pk])
        .order_by("approval_limit_pence", "user__name")
        .values_list("user__name", "approval_limit_pence")
    )


def latest_budget(person: Person, on: date) -> PersonalBudget | None:
    """The budget to plan against: the newest that has not ended, though it may start later."""
    return PersonalBudget.objects.filter(person=person).not_ended(on).order_by("-from_date").first()


def broker_of(person: Person, on: date) -> User | None:
    """Whose list the person is on today."""
    row = (
        Access.objects.current(on)
        .filter(person=person, capacity=AccessCapacity.BROKER, scope=Scope.PLAN, user__isnull=False)
        .select_related("user")
        .order_by("-from_date", "-pk")
        .first()
    )
    return row.user if row else None
