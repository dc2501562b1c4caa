"""One plan as its pages show it: outcomes with items, seven questions, cost beside budget."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PlanItem, SupportPlan
from marketplace.brokerage.queries.budgets import budget_line
from marketplace.brokerage.queries.facts import (
    PlanContents,
    contents_of,
    limits_for,
    public_ids,
)
from marketplace.brokerage.queries.lines import (
    BudgetLine,
    ConsentLine,
    ItemLine,
    OutcomeLine,
    PastDecision,
    QuestionLine,
)
from marketplace.brokerage.queries.returned import since_return
from marketplace.brokerage.queries.terms import term_notes_of
from marketplace.brokerage.rules import (
    EDITABLE,
    MET,
    SEVEN_QUESTIONS,
    ConsentKind,
    ConsentWay,
    Deployment,
    Frequency,
    ItemKind,
    PaymentRoad,
    PlanDays,
    PlanFacts,
    PlanState,
    Position,
    Required,
    SinceReturn,
    listing_gone,
    one_off_pence,
    question_problems,
    required_approval,
    weekly_pence,
)
from marketplace.core.dates import london_date
from marketplace.core.errors import Problem
from marketplace.listings.models import Price
from marketplace.listings.rules import DayBand


@dataclass(frozen=True)
class PlanBoard:
    """Everything that a page of one plan shows; read with a constant number of queries."""

    public_id: UUID
    content_version: int
    version: int
    state: PlanState
    due_date: date
    changed_at: datetime
    author: str
    sender: str
    submitted_at: datetime | None
    approved_at: datetime | None
    approver: str
    consent: ConsentLine | None
    outcomes: tuple[OutcomeLine, ...]
    questions: tuple[QuestionLine, ...]
    position: Position
    days: PlanDays
    budget: BudgetLine | None
    decisions: tuple[PastDecision, ...]
    required: Required
    term_notes: tuple[Problem, ...]
    #: What was changed since a manager returned it; None where none did.
    since: SinceReturn | None
    #: Questions whose verdict of then still holds.
    kept: frozenset[int]

    @property
    def state_label(self) -> str:
        return self.days.label

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
    def has_consent(self) -> bool:
        """Whether somebody said of what is in it now that it is the person's plan."""
        return self.consent is not None and self.consent.is_of_now

    @property
    def can_be_sent(self) -> bool:
        """Whether nothing is missing: agreed money, every answer, and somebody's word that it is the person's."""
        whole = self.has_consent and not self.problems and not self.position.is_estimate
        return self.is_editable and whole

    @property
    def answered_count(self) -> int:
        return len(self.questions) - len(self.unanswered)

    @property
    def problems(self) -> list[tuple[QuestionLine | None, Problem]]:
        """Everything that stops it from being sent, each with the question it belongs to."""
        found: list[tuple[QuestionLine | None, Problem]] = [
            (line, problem) for line in self.questions for problem in line.problems
        ]
        return found + [(None, problem) for problem in self.gone_problems]

    @property
    def gone_problems(self) -> list[Problem]:
        """That an item's listing may not be chosen any more, for each such item."""
        return [listing_gone(item.title, item.provider_name) for item in self.gone]


def plan_board(*, viewer: Viewer, plan: SupportPlan) -> PlanBoard:
    """A plan that its caller loaded through open_plan, as its pages show it. Fourteen queries, and one for school terms."""
    contents = contents_of(plan, viewer.today)
    decisions = list(plan.decisions.select_related("decided_by"))
    position = contents.position
    last = decisions[0] if decisions else None
    since = since_return(plan, last)
    verdicts = {int(n): said for n, said in last.verdicts.items()} if last and since else {}
    return PlanBoard(
        public_id=plan.public_id,
        content_version=plan.content_version,
        version=plan.version,
        state=PlanState(plan.state),
        due_date=plan.due_date,
        changed_at=plan.changed_at,
        author=plan.author.name,
        sender=plan.submitted_by.name if plan.submitted_by else "",
        submitted_at=plan.submitted_at,
        approved_at=plan.approved_at,
        approver=plan.approved_by.name if plan.approved_by else "",
        consent=_consent_line(plan),
        outcomes=_outcome_lines(contents, viewer.at),
        questions=_question_lines(contents.facts, verdicts, since),
        position=position,
        days=plan.days(viewer.today),
        budget=budget_line(contents.budget) if contents.budget else None,
        decisions=tuple(
            PastDecision(d.decision, d.reasons, d.decided_at, d.decided_by.name) for d in decisions
        ),
        required=required_approval(position, limits_for(plan, plan.writer_ids, viewer.today)),
        term_notes=tuple(term_notes_of(plan, contents.items, viewer.today)),
        since=since,
        kept=since.kept(verdicts) if since else frozenset(),
    )


def _consent_line(plan: SupportPlan) -> ConsentLine | None:
    """What was said last of a plan. One query."""
    row = plan.consents.select_related("recorded_by").first()
    if row is None:
        return None
    return ConsentLine(
        ConsentKind(row.kind),
        ConsentWay(row.way),
        row.said_by,
        row.said_date,
        row.own_view,
        row.consulted,
        row.recorded_by.name if row.recorded_by else row.recorded_by_system,
        row.recorded_at,
        row.content_version == plan.content_version,
    )


def _outcome_lines(contents: PlanContents, at: datetime) -> tuple[OutcomeLine, ...]:
    public = public_ids(contents.items, at)
    prices = _prices_now(public, london_date(at))
    numbers = {outcome.pk: number for number, outcome in enumerate(contents.outcomes, start=1)}
    lines = [_item_line(item, numbers, public, prices) for item in contents.items]
    return tuple(
        OutcomeLine(
            outcome.pk,
            numbers[outcome.pk],
            outcome.words,
            outcome.term.label,
            outcome.term.framework.name,
            tuple(term.label for term in outcome.term.part_of.all()),
            outcome.term.search_for,
            outcome.baseline,
            outcome.target,
            tuple(line for line in lines if line.outcomes[:1] == (numbers[outcome.pk],)),
            tuple(line for line in lines if numbers[outcome.pk] in line.also_for),
        )
        for outcome in contents.outcomes
    )


def _prices_now(public: set[int], today: date) -> dict[tuple[int, str, str], int]:
    """What the public listings cost today, by listing, unit and kind of day."""
    prices = Price.objects.current(today).filter(listing__in=public)
    return {(p.listing_id, p.unit, p.day_band): p.amount_pence for p in prices}


def _item_line(
    item: PlanItem,
    numbers: dict[int, int],
    public: set[int],
    now: dict[tuple[int, str, str], int],
) -> ItemLine:
    return ItemLine(
        id=item.pk,
        kind=ItemKind(item.kind),
        title=item.title,
        provider_name=item.provider_name,
        times=item.planned_times,
        note=item.when,
        unit=item.unit,
        band="" if item.day_band == DayBand.WEEKDAY else DayBand(item.day_band).label,
        price_pence=item.price_pence,
        amount=item.amount,
        comes_once=item.frequency == Frequency.ONCE,
        who_pays=Deployment(item.deployment).label,
        agreement=PaymentRoad(item.agreement.road).label if item.agreement else "",
        how_paid=item.how_paid,
        from_date=item.from_date,
        until_date=item.until_date,
        weekly_pence=weekly_pence(item.cost_line),
        one_off_pence=one_off_pence(item.cost_line),
        who=item.natural_who,
        willing_date=item.natural_willing_date,
        fallback=item.natural_fallback,
        listing_id=item.listing.public_id if item.listing else None,
        listing_slug=item.listing.slug if item.listing else "",
        available=item.listing_id is None or item.listing_id in public,
        price_now_pence=now.get((item.listing_id or 0, item.unit, item.day_band)),
        outcomes=tuple(numbers[pk] for pk in item.outcome_ids),
    )


def _question_lines(
    facts: PlanFacts, verdicts: dict[int, str], since: SinceReturn | None
) -> tuple[QuestionLine, ...]:
    """The questions with their answers; what the last decision sent back is beside each."""
    problems = question_problems(facts)
    changed = since.questions if since else frozenset()
    return tuple(
        QuestionLine(
            number,
            question,
            facts.answers.get(number, ""),
            tuple(problems[number]),
            "" if (said := verdicts.get(number, MET)) == MET else said,
            number in changed,
        )
        for number, question in SEVEN_QUESTIONS.items()
    )
