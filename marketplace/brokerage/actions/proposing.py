"""Estimating a budget, putting it forward, and agreeing or returning what a colleague put forward."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.budgets import (
    amounts_of,
    end_estimates,
    follow,
    new_budget,
    refuse_amounts,
    save_with,
    until_if_agreed,
)
from marketplace.brokerage.actions.case_tasks import (
    finish_budget_task,
    raise_agreement,
    raise_broker,
    raise_budget,
)
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.actions.follow_ups import tell_of_budget
from marketplace.brokerage.actions.funds import refuse_closed
from marketplace.brokerage.models import Fund, PersonalBudget
from marketplace.brokerage.permissions import check_can_agree_budget
from marketplace.brokerage.rules import (
    BUDGET_TRANSITIONS,
    MAY_SET_BUDGETS,
    Amount,
    BudgetKind,
    BudgetState,
    PlanNotice,
    return_reason_problems,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.transitions import move
from marketplace.people.models import Person


@transaction.atomic
def estimate_budget(
    *,
    by: Viewer,
    person: Person,
    amounts: Mapping[Fund, Amount],
    from_date: date,
    until_date: date | None = None,
    kind: BudgetKind = BudgetKind.CARE,
) -> PersonalBudget:
    """Tell a person what their budget may be, before it is put forward: an indicative budget (Care Act
    s.26; statutory guidance 11.7). It holds for no day. The last one of its kind takes the place of the
    one before. Raises BrokerageError."""
    _prepare(by, person, amounts, kind, from_date, until_date)
    end_estimates(by=by, person=person, kind=kind)
    budget = new_budget(by, person, amounts, kind, from_date, until_date, BudgetState.INDICATIVE)
    budget.estimated_at = by.at
    for name, value in actor_columns("estimated_by", by).items():
        setattr(budget, name, value)
    save_with(budget, amounts)
    record(event="budget_estimated", by=by, subject=budget, weekly_pence=budget.weekly_pence)
    return budget


@transaction.atomic
def propose_estimate(*, by: Viewer, budget: PersonalBudget) -> None:
    """Put an estimate forward as it is, to be agreed by a colleague of whoever does so. Raises
    BrokerageError, NotInThatState."""
    days = budget.from_date, budget.until_date
    _prepare(by, budget.person, amounts_of(budget), BudgetKind(budget.kind), *days)
    move(
        budget,
        BudgetState.PROPOSED,
        table=BUDGET_TRANSITIONS,
        by=by,
        event="budget_proposed",
        changes={"recorded_at": by.at, **actor_columns("recorded_by", by)},
        weekly_pence=budget.weekly_pence,
    )
    raise_budget(by=by, budget=budget)


@transaction.atomic
def propose_budget(
    *,
    by: Viewer,
    person: Person,
    amounts: Mapping[Fund, Amount],
    from_date: date,
    until_date: date | None = None,
    kind: BudgetKind = BudgetKind.CARE,
) -> PersonalBudget:
    """Put a budget forward, to be agreed. It changes nothing yet: an estimate that the person was told
    stands until a budget is agreed. Raises BrokerageError."""
    _prepare(by, person, amounts, kind, from_date, until_date)
    budget = new_budget(by, person, amounts, kind, from_date, until_date, BudgetState.PROPOSED)
    save_with(budget, amounts)
    raise_budget(by=by, budget=budget)
    record(event="budget_proposed", by=by, subject=budget, weekly_pence=budget.weekly_pence)
    return budget


def _prepare(
    by: Viewer,
    person: Person,
    amounts: Mapping[Fund, Amount],
    kind: BudgetKind,
    from_date: date,
    until_date: date | None,
) -> None:
    """Whoever may set budgets, with amounts that could be agreed now; the person is locked."""
    check(by, MAY_SET_BUDGETS, person.authority_id)
    Person.objects.select_for_update().get(pk=person.pk)
    refuse_amounts(person, amounts, from_date, until_date)
    refuse_closed(amounts, until_if_agreed(person, kind, from_date, until_date))


@transaction.atomic
def agree_proposed(*, by: Viewer, budget: PersonalBudget) -> PersonalBudget:
    """Agree a budget that somebody else put forward. The last word holds. Raises NotInThatState.

    Finance sees the person's money from now on, and is to agree how it is paid.
    """
    _lock_as_second(by, budget)
    until, replaced = follow(by, budget)
    refuse_closed(amounts_of(budget), until)
    move(
        budget,
        BudgetState.AGREED,
        table=BUDGET_TRANSITIONS,
        by=by,
        event="budget_agreed",
        changes={
            "until_date": until,
            "replaces": replaced,
            "agreed_at": by.at,
            **actor_columns("agreed_by", by),
        },
        weekly_pence=budget.weekly_pence,
    )
    end_estimates(by=by, person=budget.person, kind=BudgetKind(budget.kind))
    finish_budget_task(by=by, budget=budget)
    tell_of_budget(by=by, budget=budget, kind=PlanNotice.BUDGET_AGREED)
    raise_agreement(by=by, person=budget.person)
    raise_broker(by=by, person=budget.person)
    return budget


@transaction.atomic
def return_budget(*, by: Viewer, budget: PersonalBudget, reason: str) -> None:
    """Give a budget back to whoever proposed it, with a reason. It is over: another is proposed.

    Raises BrokerageError without a reason, NotInThatState.
    """
    _lock_as_second(by, budget)
    refuse_if_any(return_reason_problems(reason.strip()))
    move(
        budget,
        BudgetState.RETURNED,
        table=BUDGET_TRANSITIONS,
        by=by,
        event="budget_returned",
        changes={
            "returned_at": by.at,
            "return_reason": reason.strip(),
            **actor_columns("returned_by", by),
        },
    )
    finish_budget_task(by=by, budget=budget)
    tell_of_budget(by=by, budget=budget, kind=PlanNotice.BUDGET_RETURNED)


@transaction.atomic
def withdraw_budget(*, by: Viewer, budget: PersonalBudget) -> None:
    """Take back an estimate, or a budget that one proposed oneself, before it is agreed. Raises
    NotInThatState."""
    check(by, MAY_SET_BUDGETS, budget.authority_id)
    if budget.state == BudgetState.INDICATIVE:
        event = "budget_estimate_withdrawn"
    elif check_is_user(by).pk == budget.recorded_by_id:
        event = "budget_withdrawn"
    else:
        raise PermissionDenied("A colleague proposed this budget. Agree it, or return it.")
    move(budget, BudgetState.WITHDRAWN, table=BUDGET_TRANSITIONS, by=by, event=event)
    finish_budget_task(by=by, budget=budget)


def _lock_as_second(by: Viewer, budget: PersonalBudget) -> None:
    """Never whoever proposed it, nor the person themselves: two people agree public money."""
    check_can_agree_budget(by, budget)
    Person.objects.select_for_update().get(pk=budget.person_id)
