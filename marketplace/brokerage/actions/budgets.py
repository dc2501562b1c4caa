"""Agreeing personal budgets: each holds from a day, and the last word holds."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.case_tasks import (
    finish_budget_task,
    raise_agreement,
    raise_broker,
    raise_budget,
)
from marketplace.brokerage.actions.chains import link_of, move_ends
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.actions.follow_ups import tell_of_budget
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import BudgetAmount, Fund, PersonalBudget
from marketplace.brokerage.permissions import check_can_agree_budget
from marketplace.brokerage.rules import (
    BUDGET_TRANSITIONS,
    MAY_SET_BUDGETS,
    Amount,
    BudgetKind,
    BudgetState,
    PayerKind,
    PlanNotice,
    amount_problems,
    ended_on,
    followed_by,
    fund_problems,
    return_reason_problems,
    total_of,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.people.models import Person


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
    """Put a budget forward, to be agreed. It changes nothing yet. Raises BrokerageError."""
    check(by, MAY_SET_BUDGETS, person.authority_id)
    _refuse(person, amounts, from_date, until_date)
    budget = _new(by, person, amounts, kind, from_date, until_date, BudgetState.PROPOSED)
    _save(budget, amounts)
    raise_budget(by=by, budget=budget)
    record(event="budget_proposed", by=by, subject=budget, weekly_pence=budget.weekly_pence)
    return budget


@transaction.atomic
def agree_proposed(*, by: Viewer, budget: PersonalBudget) -> PersonalBudget:
    """Agree a budget that somebody else put forward. The last word holds. Raises NotInThatState.

    Finance sees the person's money from now on, and is to agree how it is paid.
    """
    _lock_as_second(by, budget)
    until, replaced = _follow(by, budget)
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
    """Take back a budget that one proposed oneself, before it is agreed. Raises NotInThatState."""
    check(by, MAY_SET_BUDGETS, budget.authority_id)
    if check_is_user(by).pk != budget.recorded_by_id:
        raise PermissionDenied("A colleague proposed this budget. Agree it, or return it.")
    event = "budget_withdrawn"
    move(budget, BudgetState.WITHDRAWN, table=BUDGET_TRANSITIONS, by=by, event=event)
    finish_budget_task(by=by, budget=budget)


def _lock_as_second(by: Viewer, budget: PersonalBudget) -> None:
    """Never whoever proposed it, nor the person themselves: two people agree public money."""
    check_can_agree_budget(by, budget)
    Person.objects.select_for_update().get(pk=budget.person_id)


@transaction.atomic
def agree_budget(
    *,
    by: Viewer,
    person: Person,
    amounts: Mapping[Fund, Amount],
    from_date: date,
    until_date: date | None = None,
    kind: BudgetKind = BudgetKind.CARE,
) -> PersonalBudget:
    """Agree what a person has from a day, ahead or for earlier days, by fund (Care Act s.26).

    For a system actor, which brings in what was agreed elsewhere: people propose, and others agree.
    The last word holds: one of this kind that is in force ends on that day, one that begins on it or
    later within its days is replaced. Without an end it ends where the next one begins that was
    agreed already. Nothing changes for earlier days. Raises BrokerageError.
    """
    check(by, MAY_SET_BUDGETS, person.authority_id)
    if by.user is not None:
        raise PermissionDenied("One person proposes a budget, and a colleague agrees it.")
    Person.objects.select_for_update().get(pk=person.pk)
    budget = put_budget(
        by=by,
        person=person,
        amounts=amounts,
        from_date=from_date,
        until_date=until_date,
        kind=kind,
    )
    record(
        event="budget_agreed",
        by=by,
        subject=budget,
        weekly_pence=budget.weekly_pence,
        one_off_pence=budget.one_off_pence,
        funds={str(fund.pk): amount.weekly_pence for fund, amount in amounts.items()},
    )
    return budget


def put_budget(
    *,
    by: Viewer,
    person: Person,
    amounts: Mapping[Fund, Amount],
    from_date: date,
    until_date: date | None,
    kind: BudgetKind,
) -> PersonalBudget:
    """Put an agreed budget into its chain. Part of an action, which locks the person, checks and
    records. Raises BrokerageError."""
    require_transaction()
    _refuse(person, amounts, from_date, until_date)
    budget = _new(by, person, amounts, kind, from_date, until_date)
    budget.until_date, budget.replaces = _follow(by, budget)
    budget.agreed_at = by.at
    for name, value in actor_columns("agreed_by", by).items():
        setattr(budget, name, value)
    _save(budget, amounts)
    return budget


@transaction.atomic
def end_budget(*, by: Viewer, person: Person, kind: BudgetKind, day: date) -> None:
    """End a person's budget of a kind on a day, and with it what was agreed for later."""
    check(by, MAY_SET_BUDGETS, person.authority_id)
    Person.objects.select_for_update().get(pk=person.pk)
    chain = _chain(person, kind)
    ends = ended_on((link_of(budget) for budget in chain), day)
    if not ends:
        raise BrokerageError(problem("budget_none_to_end", day=day))
    move_ends(by=by, rows=chain, ends=ends)
    ended = [budget for budget in chain if budget.pk in ends and budget.state == BudgetState.AGREED]
    move(ended, BudgetState.ENDED, table=BUDGET_TRANSITIONS, by=by, event="budget_ended")


def _refuse(
    person: Person, amounts: Mapping[Fund, Amount], from_date: date, until_date: date | None
) -> None:
    refuse_if_any(
        amount_problems(list(amounts.values()), from_date, until_date)
        + fund_problems([fund.person_id for fund in amounts], person.pk)
    )


def _new(
    by: Viewer,
    person: Person,
    amounts: Mapping[Fund, Amount],
    kind: BudgetKind,
    from_date: date,
    until_date: date | None,
    state: BudgetState = BudgetState.AGREED,
) -> PersonalBudget:
    total = total_of([(PayerKind(fund.payer_kind), amount) for fund, amount in amounts.items()])
    return PersonalBudget(
        authority_id=person.authority_id,
        person=person,
        kind=kind,
        state=state,
        weekly_pence=total.weekly_pence,
        one_off_pence=total.one_off_pence,
        from_date=from_date,
        until_date=until_date,
        recorded_at=by.at,
        **actor_columns("recorded_by", by),
    )


def _save(budget: PersonalBudget, amounts: Mapping[Fund, Amount]) -> None:
    budget.save()
    BudgetAmount.objects.bulk_create(
        BudgetAmount(
            budget=budget,
            fund=fund,
            weekly_pence=amount.weekly_pence,
            one_off_pence=amount.one_off_pence,
        )
        for fund, amount in amounts.items()
        if not amount.is_nothing
    )


def _chain(person: Person, kind: BudgetKind) -> list[PersonalBudget]:
    rows = PersonalBudget.objects.select_for_update().filter(person=person, kind=kind)
    return list(rows.exclude(agreed_at=None).order_by("from_date", "pk"))


def _follow(by: Viewer, budget: PersonalBudget) -> tuple[date | None, PersonalBudget | None]:
    """Move the ends of what this budget follows; its own end, and which one it replaces."""
    chain = _chain(budget.person, BudgetKind(budget.kind))
    followed = followed_by((link_of(row) for row in chain), budget.from_date, budget.until_date)
    move_ends(by=by, rows=chain, ends=followed.ends)
    _end_replaced(by, chain)
    replaced: Sequence[PersonalBudget] = [row for row in chain if row.pk in followed.ends]
    return followed.until, replaced[0] if replaced else None


def _end_replaced(by: Viewer, chain: Sequence[PersonalBudget]) -> None:
    """Those that hold for no day any more are over."""
    over = [
        row for row in chain if row.until_date == row.from_date and row.state == BudgetState.AGREED
    ]
    move(over, BudgetState.ENDED, table=BUDGET_TRANSITIONS, by=by, event="budget_replaced")
