"""Starting a plan, answering its questions, and its outcomes."""

from datetime import date, timedelta
from typing import Any

from django.db import models, transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import begin_edit, finish_edit, refuse_if_any
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import Outcome, PlanAnswer, PlanItemOutcome, SupportPlan
from marketplace.brokerage.permissions import check_can_plan
from marketplace.brokerage.queries import (
    approved_plan,
    budget_to_plan_with,
    items_only_for,
    outcome_choices,
    prices_in_force,
)
from marketplace.brokerage.rules import (
    PLAN_WRITE_DAYS,
    BudgetKind,
    answer_problems,
    outcome_problems,
)
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.council.queries import figure
from marketplace.people.models import Person
from marketplace.vocabulary.models import OutcomeTerm


@transaction.atomic
def start_plan(
    *,
    by: Viewer,
    person: Person,
    due_date: date | None = None,
    kind: BudgetKind = BudgetKind.CARE,
) -> SupportPlan:
    """Begin a plan of a kind, from a copy of the approved one if any.

    Due when the council's figure says, unless said. Raises BrokerageError without a budget of that
    kind in force, agreed for later or told as an estimate, or when a plan of it is open.
    """
    today = by.today
    Person.objects.select_for_update().get(pk=person.pk)
    check_can_plan(by, person)
    if budget_to_plan_with(person, today, kind) is None:
        raise BrokerageError(problem("plan_without_a_budget"))
    if SupportPlan.objects.open().filter(person=person, kind=kind).exists():
        raise BrokerageError(problem("plan_open_already"))
    days = figure(person.authority_id, PLAN_WRITE_DAYS.key, today)
    plan = SupportPlan.objects.create(
        authority_id=person.authority_id,
        person=person,
        kind=kind,
        author=check_is_user(by),
        due_date=due_date or today + timedelta(days),
        created_at=by.at,
        changed_at=by.at,
    )
    approved = approved_plan(person, today, kind)
    if approved:
        _copy(approved, plan, today)
    record(event="plan_started", by=by, subject=plan, copied_from=approved.pk if approved else None)
    return plan


def _copy(old: SupportPlan, new: SupportPlan, on: date) -> None:
    """Nothing is typed twice: answers, outcomes and items, at the prices in force on a day."""
    prices = prices_in_force(old, on)
    PlanAnswer.objects.bulk_create(
        PlanAnswer(plan=new, question=answer.question, text=answer.text)
        for answer in old.answers.all()
    )
    copies = {}
    for outcome in old.outcomes.all():
        copies[outcome.pk] = outcome
        _as_new(outcome, plan=new)
    for item in old.items.prefetch_related("times", "outcomes"):
        times, outcome_ids = list(item.times.all()), item.outcome_ids
        price = prices.get(item.line_id, item.price_pence)
        _as_new(item, plan=new, from_date=None, until_date=None, price_pence=price)
        PlanItemOutcome.objects.bulk_create(
            PlanItemOutcome(item=item, outcome=copies[pk]) for pk in outcome_ids
        )
        for time in times:
            _as_new(time, item=item)


def _as_new(row: models.Model, **changes: Any) -> None:
    """Save a row again as another one; a line and the ids of times stay what they are."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


@transaction.atomic
def answer_question(
    *, by: Viewer, plan: SupportPlan, version: int, question: int, text: str
) -> None:
    """Write the answer to one of the seven questions. An empty one takes the answer away.

    Sent as it is already, nothing is written: the plan stays at its version.
    """
    begin_edit(by=by, plan=plan, version=version)
    refuse_if_any(answer_problems(question, text.strip()))
    before = PlanAnswer.objects.filter(plan=plan, question=question).first()
    if text.strip() == (before.text if before else ""):
        return
    PlanAnswer.objects.update_or_create(
        plan=plan, question=question, defaults={"text": text.strip()}
    )
    finish_edit(by=by, plan=plan, event="plan_question_answered", question=question)


@transaction.atomic
def add_outcome(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    words: str,
    term_id: int,
    baseline: int,
    target: int,
) -> Outcome:
    """Add what the person wants, in their words; baseline and target are scores."""
    begin_edit(by=by, plan=plan, version=version)
    refuse_if_any(outcome_problems(words, baseline, target))
    term = _term(plan, term_id, by.today)
    last = plan.outcomes.order_by("position").last()
    outcome = Outcome.objects.create(
        plan=plan,
        position=last.position + 1 if last else 1,
        words=words,
        term=term,
        baseline=baseline,
        target=target,
    )
    finish_edit(by=by, plan=plan, event="plan_outcome_added", outcome=outcome.pk)
    return outcome


@transaction.atomic
def change_outcome(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    outcome_id: int,
    words: str,
    term_id: int,
    baseline: int,
    target: int,
) -> Outcome:
    """Change the words, the part of life or the two scores of an outcome."""
    begin_edit(by=by, plan=plan, version=version)
    refuse_if_any(outcome_problems(words, baseline, target))
    outcome = outcome_of(plan, outcome_id)
    outcome.words, outcome.term = words, _term(plan, term_id, by.today, outcome)
    outcome.baseline, outcome.target = baseline, target
    outcome.save()
    finish_edit(by=by, plan=plan, event="plan_outcome_changed", outcome=outcome.pk)
    return outcome


@transaction.atomic
def remove_outcome(*, by: Viewer, plan: SupportPlan, version: int, outcome_id: int) -> None:
    """Take an outcome out of the plan, and everything planned for it alone."""
    begin_edit(by=by, plan=plan, version=version)
    outcome = outcome_of(plan, outcome_id)
    alone = items_only_for(outcome)
    items = list(alone.values_list("pk", flat=True))
    alone.delete()
    outcome.delete()
    finish_edit(by=by, plan=plan, event="plan_outcome_removed", outcome=outcome_id, items=items)


def outcome_of(plan: SupportPlan, outcome_id: int) -> Outcome:
    """Raises BrokerageError when somebody removed it meanwhile."""
    outcome = plan.outcomes.filter(pk=outcome_id).first()
    if outcome is None:
        raise BrokerageError(problem("plan_outcome_gone"))
    return outcome


def _term(plan: SupportPlan, term_id: int, on: date, kept: Outcome | None = None) -> OutcomeTerm:
    """Raises BrokerageError for what no plan of this kind may be for; an outcome may keep what it has."""
    term = next((one for one in outcome_choices(plan, on, kept) if one.pk == term_id), None)
    if term is None:
        raise BrokerageError(problem("plan_outcome_term_unknown", "term"))
    return term
