"""Indicative budgets: told as an estimate, put forward, and over once a budget is agreed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    agree_proposed,
    close_fund,
    estimate_budget,
    propose_budget,
    propose_estimate,
    return_budget,
    withdraw_budget,
)
from marketplace.brokerage.models import PersonalBudget
from marketplace.brokerage.queries import budget_to_plan_with, estimated_budget_lines
from marketplace.brokerage.rules import BudgetKind, BudgetState, FundRest, PayerKind
from marketplace.core.clock import now, today
from marketplace.core.models import AuditEvent
from marketplace.core.transitions import NotInThatState
from marketplace.people.models import Person
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import refused
from tests.factories.funding import amounts_of, make_budget
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
COUNCIL, MORE = {PayerKind.COUNCIL: 30_000}, {PayerKind.COUNCIL: 32_000}


def practitioner() -> User:
    return make_user(Role.PRACTITIONER)


def estimated(
    person: Person, weekly: dict[PayerKind, int] | None = None, by: User | None = None
) -> PersonalBudget:
    return estimate_budget(
        by=as_viewer(by or practitioner(), now()),
        person=person,
        amounts=amounts_of(person, weekly or COUNCIL),
        from_date=today(),
    )


def told(person: Person) -> list[int]:
    """Pence a week of what a person reads as an estimate."""
    return [line.weekly_pence for line in estimated_budget_lines(person=person).values()]


def test_estimate_is_read_as_one_holds_for_no_day_and_waits_for_nobody() -> None:
    person = make_person()
    budget = estimated(person)
    assert budget.state == BudgetState.INDICATIVE
    assert told(person) == [30_000]
    assert not PersonalBudget.objects.not_ended(today()).exists()
    assert budget_to_plan_with(person, today()) == budget
    assert not Task.objects.open().exists()
    assert AuditEvent.objects.get(event="budget_estimated").data["weekly_pence"] == 30_000


def test_estimate_is_put_forward_and_agreed_by_a_colleague_of_whoever_put_it_forward() -> None:
    person, first, second = make_person(), practitioner(), practitioner()
    budget = estimated(person, by=first)
    propose_estimate(by=as_viewer(second, now()), budget=budget)
    budget.refresh_from_db()
    assert (budget.state, budget.recorded_by, budget.estimated_by) == (
        BudgetState.PROPOSED,
        second,
        first,
    )
    assert told(person) == [30_000]
    with pytest.raises(PermissionDenied, match="You proposed"):
        agree_proposed(by=as_viewer(second, now()), budget=budget)
    agree_proposed(by=as_viewer(first, now()), budget=budget)
    assert budget.state == BudgetState.AGREED
    assert told(person) == []


def test_estimate_stands_until_a_budget_with_other_amounts_is_agreed() -> None:
    person, first = make_person(), practitioner()
    estimate = estimated(person)
    other = propose_budget(
        by=as_viewer(first, now()),
        person=person,
        amounts=amounts_of(person, MORE),
        from_date=today(),
    )
    assert told(person) == [30_000]
    agree_proposed(by=as_viewer(practitioner(), now()), budget=other)
    estimate.refresh_from_db()
    assert estimate.state == BudgetState.WITHDRAWN
    assert told(person) == []
    assert AuditEvent.objects.get(event="budget_estimate_replaced").subject_id == estimate.pk


def test_new_estimate_takes_the_place_of_the_one_before_of_its_kind_alone() -> None:
    person = make_person()
    old = estimated(person)
    estimate_budget(
        by=as_viewer(practitioner(), now()),
        person=person,
        amounts=amounts_of(person, {PayerKind.COUNCIL: 5_000}),
        from_date=today(),
        kind=BudgetKind.CARER,
    )
    estimated(person, MORE)
    old.refresh_from_db()
    assert old.state == BudgetState.WITHDRAWN
    assert told(person) == [32_000, 5_000]


def test_estimate_is_withdrawn_by_any_colleague_and_a_proposed_one_is_not() -> None:
    person = make_person()
    budget = estimated(person)
    withdraw_budget(by=as_viewer(practitioner(), now()), budget=budget)
    assert told(person) == []
    with pytest.raises(NotInThatState):
        propose_estimate(by=as_viewer(practitioner(), now()), budget=budget)
    proposed = estimated(person)
    propose_estimate(by=as_viewer(practitioner(), now()), budget=proposed)
    with pytest.raises(PermissionDenied, match="colleague"):
        withdraw_budget(by=as_viewer(practitioner(), now()), budget=proposed)


def test_returned_estimate_is_not_read_any_more() -> None:
    person = make_person()
    budget = estimated(person)
    propose_estimate(by=as_viewer(practitioner(), now()), budget=budget)
    return_budget(by=as_viewer(practitioner(), now()), budget=budget, reason="Too little.")
    assert told(person) == []


def test_estimate_is_refused_to_whoever_may_not_set_budgets() -> None:
    person = make_person()
    for role in (Role.BROKER, Role.FINANCE):
        with pytest.raises(PermissionDenied):
            estimated(person, by=make_user(role))


def test_fund_of_an_estimate_is_not_closed() -> None:
    person = make_person()
    fund = estimated(person).amounts.get().fund
    with refused("fund_is_proposed"):
        close_fund(
            by=as_viewer(practitioner(), now()),
            fund=fund,
            closed_date=today(),
            rest=FundRest.NOTHING,
        )


def test_what_a_machine_agrees_ends_the_estimate() -> None:
    person = make_person()
    estimated(person)
    make_budget(person, MORE, from_date=today() + timedelta(1))
    assert told(person) == []


def test_second_estimate_of_a_kind_and_one_without_its_day_are_refused_by_the_database() -> None:
    person = make_person()
    first = estimated(person)
    facts = {
        "authority_id": person.authority_id,
        "person": person,
        "state": BudgetState.INDICATIVE,
        "weekly_pence": 1,
        "from_date": date(2026, 4, 6),
        "recorded_at": now(),
        "recorded_by_system": "registry",
    }
    timed = {"estimated_at": now(), "estimated_by_system": "registry"}
    for broken, more in (("one_indicative|UNIQUE", timed), ("was_estimated", {"kind": "health"})):
        with pytest.raises(IntegrityError, match=broken), transaction.atomic():
            PersonalBudget.objects.create(**facts, **more)
    assert PersonalBudget.objects.get() == first
