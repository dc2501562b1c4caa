"""One plan as its pages show it: outcomes with items, seven questions, cost beside budget."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.brokerage.models import PersonalBudget, PlanItem, SupportPlan
from marketplace.brokerage.queries.facts import item_facts, latest_budget, limits_for
from marketplace.brokerage.queries.lines import (
    BudgetLine,
    ItemLine,
    OutcomeLine,
    PastDecision,
    QuestionLine,
)
from marketplace.brokerage.rules import (
    CARE_ACT_OUTCOME_LABELS,
    CARE_ACT_OUTCOME_SEARCHES,
    DEPLOYMENT_LABELS,
    EDITABLE,
    MET,
    PAYER_LABELS,
    PLAN_STATE_LABELS,
    SEVEN_QUESTIONS,
    CareActOutcome,
    Deployment,
    Frequency,
    ItemKind,
    OutcomeFacts,
    Payer,
    PlanFacts,
    PlanState,
    Position,
    Problem,
    Required,
    amount_words,
    one_off_pence,
    plan_cost,
    question_problems,
    required_approval,
    weekly_pence,
)
from marketplace.core.dates import london_date
from marketplace.listings.models import Listing, Price
from marketplace.listings.rules import DayBand
from marketplace.people.models import Person


@dataclass(frozen=True)
class PlanBoard:
    """Everything that a page of one plan shows; read with a constant number of queries."""

    public_id: UUID
    version: int
    state: PlanState
    due_date: date
    changed_at: datetime
    author: str
    sender: str
    submitted_at: datetime | None
    approved_at: datetime | None
    approver: str
    person_agreed_date: date | None
    outcomes: tuple[OutcomeLine, ...]
    questions: tuple[QuestionLine, ...]
    position: Position
    budget: BudgetLine
    decisions: tuple[PastDecision, ...]
    required: Required

    @property
    def state_label(self) -> str:
        return PLAN_STATE_LABELS[self.state]

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def items(self) -> tuple[ItemLine, ...]:
        return tuple(item for outcome in self.outcomes for item in outcome.items)

    @property
    def free_items(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if item.is_free)

    @property
    def moved(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if item.price_moved and item.available)

    @property
    def gone(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if not item.available)

    @property
    def unanswered(self) -> tuple[QuestionLine, ...]:
        return tuple(line for line in self.questions if not line.is_answered)

    @property
    def answered_count(self) -> int:
        return len(self.questions) - len(self.unanswered)

    @property
    def problems(self) -> list[tuple[QuestionLine | None, Problem]]:
        """Everything that stops it from being sent, each with the question it belongs to."""
        found: list[tuple[QuestionLine | None, Problem]] = [
            (line, problem) for line in self.questions for problem in line.problems
        ]
        return found + [
            (None, Problem(f"{item.title} is no longer in the directory.", in_outcomes=True))
            for item in self.gone
        ]


def plan_board(*, plan: SupportPlan, at: datetime) -> PlanBoard:
    """A plan that its caller loaded through open_plan, as its pages show it. Eight queries."""
    outcomes = list(plan.outcomes.all())
    items = list(plan.items.select_related("listing"))
    decisions = list(plan.decisions.select_related("decided_by"))
    writers = {pk for pk in (plan.author_id, plan.submitted_by_id) if pk}
    position = Position(plan.budget.weekly_pence, plan_cost(item.cost_line for item in items))
    public, now = _market(items, at)
    facts = PlanFacts(
        answers={answer.question: answer.text for answer in plan.answers.all()},
        outcomes=tuple(
            OutcomeFacts(o.words, tuple(item_facts(i) for i in items if i.outcome_id == o.pk))
            for o in outcomes
        ),
    )
    return PlanBoard(
        public_id=plan.public_id,
        version=plan.version,
        state=PlanState(plan.state),
        due_date=plan.due_date,
        changed_at=plan.changed_at,
        author=plan.author.name,
        sender=plan.submitted_by.name if plan.submitted_by else "",
        submitted_at=plan.submitted_at,
        approved_at=plan.approved_at,
        approver=plan.approved_by.name if plan.approved_by else "",
        person_agreed_date=plan.person_agreed_date,
        outcomes=tuple(
            OutcomeLine(
                outcome.pk,
                number,
                outcome.words,
                CARE_ACT_OUTCOME_LABELS[CareActOutcome(outcome.area)],
                CARE_ACT_OUTCOME_SEARCHES[CareActOutcome(outcome.area)],
                outcome.baseline,
                outcome.target,
                tuple(_item_line(i, public, now) for i in items if i.outcome_id == outcome.pk),
            )
            for number, outcome in enumerate(outcomes, start=1)
        ),
        questions=_question_lines(
            facts, decisions[0].verdicts if decisions and plan.state == PlanState.RETURNED else {}
        ),
        position=position,
        budget=budget_line(plan.budget),
        decisions=tuple(
            PastDecision(d.decision, d.reasons, d.decided_at, d.decided_by.name) for d in decisions
        ),
        required=required_approval(position, limits_for(plan, writers, london_date(at))),
    )


def budget_line(budget: PersonalBudget) -> BudgetLine:
    """A budget with its streams. One query."""
    streams = list(budget.streams.all())
    return BudgetLine(
        budget.weekly_pence,
        budget.from_date,
        budget.until_date,
        budget.agreed_at,
        tuple((PAYER_LABELS[Payer(s.payer)], s.weekly_pence) for s in streams),
        sum(s.weekly_pence for s in streams if s.payer == Payer.PERSON),
    )


def latest_budget_line(*, person: Person, on: date) -> BudgetLine | None:
    """The budget in force, or agreed for later; None when nothing is agreed. Two queries."""
    budget = latest_budget(person, on)
    return budget_line(budget) if budget else None


def _market(
    items: list[PlanItem], at: datetime
) -> tuple[set[int], dict[tuple[int, str, str], int]]:
    """Which listings are public now, and what their prices are today."""
    listed = {item.listing_id for item in items if item.listing_id}
    public = set(Listing.objects.public(at).filter(pk__in=listed).values_list("pk", flat=True))
    prices = Price.objects.current(london_date(at)).filter(listing__in=public)
    return public, {(p.listing_id, p.unit, p.day_band): p.amount_pence for p in prices}


def _item_line(item: PlanItem, public: set[int], now: dict[tuple[int, str, str], int]) -> ItemLine:
    return ItemLine(
        id=item.pk,
        kind=ItemKind(item.kind),
        title=item.title,
        provider_name=item.provider_name,
        when=item.when,
        unit=item.unit,
        band="" if item.day_band == DayBand.WEEKDAY else DayBand(item.day_band).label,
        price_pence=item.price_pence,
        amount=amount_words(item.quantity, item.unit, Frequency(item.frequency)),
        comes_once=item.frequency == Frequency.ONCE,
        who_pays=DEPLOYMENT_LABELS[Deployment(item.deployment)],
        weekly_pence=weekly_pence(item.cost_line),
        one_off_pence=one_off_pence(item.cost_line),
        who=item.natural_who,
        willing_date=item.natural_willing_date,
        fallback=item.natural_fallback,
        listing_id=item.listing.public_id if item.listing else None,
        listing_slug=item.listing.slug if item.listing else "",
        available=item.listing_id is None or item.listing_id in public,
        price_now_pence=now.get((item.listing_id or 0, item.unit, item.day_band)),
    )


def _question_lines(facts: PlanFacts, verdicts: dict[str, str]) -> tuple[QuestionLine, ...]:
    """The questions with their answers; what the last decision sent back stands beside each."""
    problems = question_problems(facts)
    return tuple(
        QuestionLine(
            number,
            question,
            facts.answers.get(number, ""),
            tuple(problems[number]),
            "" if (said := verdicts.get(str(number), MET)) == MET else said,
        )
        for number, question in SEVEN_QUESTIONS.items()
    )
