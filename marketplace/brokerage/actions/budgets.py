"""Agreed personal budgets: each holds from a day, and the last word holds; and what is shared with
proposing them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.case_tasks import (
    raise_agreement,
)
from marketplace.brokerage.actions.chains import link_of, move_ends
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.actions.follow_ups import tell_budget_ended
from marketplace.brokerage.actions.funds import refuse_closed
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import BudgetAmount, Fund, PersonalBudget
from marketplace.brokerage.permissions import check_can_end_money
from marketplace.brokerage.queries import paying_from
from marketplace.brokerage.rules import (
    BUDGET_TRANSITIONS,
    MAY_SET_BUDGETS,
    Amount,
    BudgetKind,
    BudgetState,
    PayerKind,
    PlanEnd,
    amount_problems,
    ended_on,
    followed_by,
    fund_problems,
    total_of,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.people.models import Person


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
    end_estimates(by=by, person=person, kind=kind)
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
    refuse_amounts(person, amounts, from_date, until_date)
    budget = new_budget(by, person, amounts, kind, from_date, until_date)
    budget.until_date, budget.replaces = follow(by, budget)
    refuse_closed(amounts, budget.until_date)
    budget.agreed_at = by.at
    for name, value in actor_columns("agreed_by", by).items():
        setattr(budget, name, value)
    save_with(budget, amounts)
    return budget


@transaction.atomic
def end_budget(*, by: Viewer, person: Person, kind: BudgetKind, day: date, reason: PlanEnd) -> None:
    """End a person's budget of a kind on a day, for a reason, and what was agreed for later.

    Agreements and plans go on: finance is asked about the payments, the broker is told. Raises
    BrokerageError when none holds on or after that day.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    check_can_end_money(by, person)
    chain = _chain(person, kind)
    ends = ended_on((link_of(budget) for budget in chain), day)
    if not ends:
        raise BrokerageError(problem("budget_none_to_end", "last_day", day=day))
    move_ends(by=by, rows=chain, ends=ends)
    ended = [budget for budget in chain if budget.pk in ends and budget.state == BudgetState.AGREED]
    move(
        ended,
        BudgetState.ENDED,
        table=BUDGET_TRANSITIONS,
        by=by,
        event="budget_ended",
        changes={"end_reason": reason},
        reason=reason,
    )
    if paying_from(person, day):
        raise_agreement(by=by, person=person)
    tell_budget_ended(by=by, person=person)


def end_estimates(*, by: Viewer, person: Person, kind: BudgetKind) -> None:
    """Take back the estimate of a kind: another one, or what is agreed, takes its place. Part of an
    action, which locks the person."""
    require_transaction()
    rows = list(PersonalBudget.objects.indicative().filter(person=person, kind=kind))
    event = "budget_estimate_replaced"
    move(rows, BudgetState.WITHDRAWN, table=BUDGET_TRANSITIONS, by=by, event=event)


def refuse_amounts(
    person: Person, amounts: Mapping[Fund, Amount], from_date: date, until_date: date | None
) -> None:
    """Refuse amounts that no budget of this person can have for these days. Raises BrokerageError."""
    refuse_if_any(
        amount_problems(list(amounts.values()), from_date, until_date)
        + fund_problems([fund.person_id for fund in amounts], person.pk)
    )


def new_budget(
    by: Viewer,
    person: Person,
    amounts: Mapping[Fund, Amount],
    kind: BudgetKind,
    from_date: date,
    until_date: date | None,
    state: BudgetState = BudgetState.AGREED,
) -> PersonalBudget:
    """A budget with the totals of its amounts, not saved yet."""
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


def save_with(budget: PersonalBudget, amounts: Mapping[Fund, Amount]) -> None:
    """Save a new budget with its amounts above nothing. Part of an action."""
    require_transaction()
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


def amounts_of(budget: PersonalBudget) -> dict[Fund, Amount]:
    """How much of each fund a budget has. One query."""
    rows = budget.amounts.select_related("fund")
    return {row.fund: Amount(row.weekly_pence, row.one_off_pence) for row in rows}


def _chain(person: Person, kind: BudgetKind) -> list[PersonalBudget]:
    rows = PersonalBudget.objects.select_for_update().filter(person=person, kind=kind)
    return list(rows.exclude(agreed_at=None).order_by("from_date", "pk"))


def until_if_agreed(
    person: Person, kind: BudgetKind, first: date, until: date | None
) -> date | None:
    """Where a budget would end if it was agreed now."""
    chain = (link_of(row) for row in _chain(person, kind))
    return followed_by(chain, first, until).until


def follow(by: Viewer, budget: PersonalBudget) -> tuple[date | None, PersonalBudget | None]:
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
