"""What the rules need to know of one plan, read for an action or a page that already holds it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.accounts.models import Membership, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import (
    Outcome,
    PersonalBudget,
    PlanAnswer,
    PlanItem,
    SupportPlan,
)
from marketplace.brokerage.rules import (
    MAY_APPROVE_OVER_BUDGET,
    PLAN_DECIDE_DAYS,
    ItemFacts,
    ItemKind,
    Limits,
    OutcomeFacts,
    PlanFacts,
    Position,
    listing_gone,
    position_of,
)
from marketplace.core.errors import Problem
from marketplace.council.queries import figure
from marketplace.listings.models import Listing
from marketplace.people.models import Access, Person
from marketplace.people.rules import AccessCapacity, Scope

DECIDERS = (Role.APPROVER, Role.SENIOR_APPROVER)


@dataclass(frozen=True)
class PlanContents:
    """The rows of one plan, read once: pages show them, rules judge the facts made of them here."""

    answers: tuple[PlanAnswer, ...]
    outcomes: tuple[Outcome, ...]
    items: tuple[PlanItem, ...]
    budget_pence: int

    def items_of(self, outcome: Outcome) -> tuple[PlanItem, ...]:
        return tuple(item for item in self.items if item.outcome_id == outcome.pk)

    @property
    def facts(self) -> PlanFacts:
        """What the seven questions are tested on."""
        return PlanFacts(
            answers={answer.question: answer.text for answer in self.answers},
            outcomes=tuple(
                OutcomeFacts(outcome.words, tuple(map(_item_facts, self.items_of(outcome))))
                for outcome in self.outcomes
            ),
        )

    @property
    def position(self) -> Position:
        """The plan's cost beside its own budget."""
        return position_of(self.budget_pence, (item.cost_line for item in self.items))


def contents_of(plan: SupportPlan) -> PlanContents:
    """Answers, outcomes and items of a plan, items with their listings. Three queries."""
    return PlanContents(
        tuple(plan.answers.all()),
        tuple(plan.outcomes.all()),
        tuple(plan.items.select_related("listing")),
        plan.budget.weekly_pence,
    )


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
    return brokers_of([person.pk], on).get(person.pk)


def brokers_of(person_ids: Collection[int], on: date) -> dict[int, User]:
    """On whose list each of these people is today. One query."""
    rows = Access.objects.current(on).filter(
        person__in=person_ids, capacity=AccessCapacity.BROKER, scope=Scope.PLAN, user__isnull=False
    )
    # Where two hold at once, on the day of a change, the later one is left at the end.
    latest_last = rows.select_related("user").order_by("from_date", "pk")
    return {row.person_id: row.user for row in latest_last if row.user}
