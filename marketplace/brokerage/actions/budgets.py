"""Agreeing a personal budget, and putting a person on a broker's list."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.actions.follow_ups import hand_over_returned
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import FundingStream, PersonalBudget, SupportPlan
from marketplace.brokerage.rules import (
    EDITABLE,
    MAY_ALLOCATE_BROKERS,
    MAY_SET_BUDGETS,
    Payer,
    PlanState,
    budget_problems,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.people.actions import end_access, grant_access
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity


@transaction.atomic
def agree_budget(
    *,
    by: Viewer,
    person: Person,
    streams: Mapping[Payer, int],
    from_date: date,
    until_date: date | None = None,
) -> PersonalBudget:
    """Agree what a person has, by payer in pence a week; the sum is the budget (Care Act s.26).

    Ends the budget before it on the day that this one starts. Plans still being written move to
    the new budget. Raises BrokerageError, also while a plan waits for a decision on the old one.
    """
    check(by, MAY_SET_BUDGETS, person.authority_id)
    Person.objects.select_for_update().get(pk=person.pk)
    budgets = list(PersonalBudget.objects.select_for_update().filter(person=person).order_by("pk"))
    plans = list(SupportPlan.objects.select_for_update().open().filter(person=person))
    previous = max(budgets, key=lambda budget: budget.from_date, default=None)
    problems = budget_problems(
        streams, from_date, until_date, previous.from_date if previous else None
    )
    if any(plan.state == PlanState.SUBMITTED for plan in plans):
        problems.append(problem("budget_plan_waits"))
    refuse_if_any(problems)
    if previous and (previous.until_date is None or previous.until_date > from_date):
        previous.until_date = from_date
        previous.save(update_fields=["until_date"])
    budget = _write(by, person, streams, from_date, until_date)
    for plan in plans:
        plan.budget, plan.version, plan.changed_at = budget, plan.version + 1, by.at
        plan.save(update_fields=["budget", "version", "changed_at"])
    record(
        event="budget_agreed",
        by=by,
        subject=budget,
        weekly_pence=budget.weekly_pence,
        streams={str(payer): pence for payer, pence in streams.items()},
    )
    return budget


def _write(
    by: Viewer,
    person: Person,
    streams: Mapping[Payer, int],
    from_date: date,
    until_date: date | None,
) -> PersonalBudget:
    budget = PersonalBudget.objects.create(
        authority_id=person.authority_id,
        person=person,
        weekly_pence=sum(streams.values()),
        from_date=from_date,
        until_date=until_date,
        agreed_at=by.at,
        **actor_columns("agreed_by", by),
    )
    FundingStream.objects.bulk_create(
        FundingStream(budget=budget, payer=payer, weekly_pence=pence)
        for payer, pence in streams.items()
        if pence
    )
    return budget


@transaction.atomic
def allocate_broker(*, by: Viewer, person: Person, broker: User) -> None:
    """Put a person on a broker's list; the broker before keeps it until the end of the day.

    Raises BrokerageError when the user is no broker of the person's council.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    check(by, MAY_ALLOCATE_BROKERS, person.authority_id)
    if (
        not broker.memberships.current(by.today)
        .filter(authority=person.authority_id, role=Role.BROKER)
        .exists()
    ):
        raise BrokerageError(problem("plan_broker_unknown", name=broker.name))
    end_access(by=by, person=person, capacity=AccessCapacity.BROKER, but_user=broker)
    grant_access(by=by, person=person, capacity=AccessCapacity.BROKER, user=broker)
    for plan in SupportPlan.objects.filter(person=person, state__in=sorted(EDITABLE)):
        hand_over_returned(by=by, plan=plan, broker=broker)
    record(event="broker_allocated", by=by, subject=person, broker=broker.pk)
