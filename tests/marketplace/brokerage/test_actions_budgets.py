"""Agreeing budgets by fund: ahead, for earlier days, replaced whole, ended; and what a total is."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    agree_budget,
    agree_proposed,
    end_budget,
    propose_budget,
)
from marketplace.brokerage.models import MovedEnd, PersonalBudget
from marketplace.brokerage.queries import budget_to_plan_with, latest_budget_lines
from marketplace.brokerage.rules import Amount, BudgetKind, BudgetState, PayerKind, PlanEnd
from marketplace.core.models import AuditEvent
from marketplace.core.transitions import NotInThatState
from marketplace.people.models import Person
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import WEEKLY, make_case, refused
from tests.factories.funding import amounts_of, make_budget, make_fund
from tests.factories.people import REGISTRY, make_person

pytestmark = pytest.mark.django_db
APRIL, JUNE, OCTOBER = date(2026, 4, 6), date(2026, 6, 1), date(2026, 10, 1)
COUNCIL = {PayerKind.COUNCIL: 30_000}


def spans(
    person: Person, kind: BudgetKind = BudgetKind.CARE
) -> list[tuple[date, date | None, int]]:
    """The days of every agreed budget that holds for one, and pence a week."""
    rows = PersonalBudget.objects.agreed().filter(person=person, kind=kind).order_by("from_date")
    return [(row.from_date, row.until_date, row.weekly_pence) for row in rows]


def test_agreed_budget_is_the_sum_of_its_funds_and_says_each_in_the_audit() -> None:
    person = make_person()
    budget = make_budget(person, WEEKLY, from_date=APRIL)
    assert budget.weekly_pence == 28_650 == sum(row.weekly_pence for row in budget.amounts.all())
    said = {str(row.fund_id): row.weekly_pence for row in budget.amounts.all()}
    assert AuditEvent.objects.get(event="budget_agreed").data["funds"] == said


def test_top_up_stands_apart_from_the_total_and_one_off_money_beside_the_week() -> None:
    person = make_person()
    amounts = {
        make_fund(person, PayerKind.COUNCIL): Amount(20_000, 50_000),
        make_fund(person, PayerKind.PERSON): Amount(4_000),
        make_fund(person, PayerKind.THIRD_PARTY): Amount(3_000, 700),
    }
    budget = agree_budget(by=as_viewer(REGISTRY), person=person, amounts=amounts, from_date=APRIL)
    assert (budget.weekly_pence, budget.one_off_pence) == (24_000, 50_000)
    line = latest_budget_lines(person=person, on=APRIL)[BudgetKind.CARE]
    assert line is not None
    assert (line.weekly_pence, line.contribution_pence) == (24_000, 4_000)
    assert [pence for _, pence in line.funds] == [20_000, 4_000]
    assert line.top_ups == ((PayerKind.THIRD_PARTY.label, 3_000),)


def test_amount_of_nothing_is_not_kept() -> None:
    person = make_person()
    budget = make_budget(person, {**COUNCIL, PayerKind.NHS: 0}, from_date=APRIL)
    assert budget.amounts.count() == 1


def test_budget_agreed_ahead_ends_the_one_in_force_on_its_first_day() -> None:
    person = make_person()
    old = make_budget(person, WEEKLY, from_date=APRIL)
    new = make_budget(person, COUNCIL, from_date=OCTOBER)
    assert spans(person) == [(APRIL, OCTOBER, 28_650), (OCTOBER, None, 30_000)]
    old.refresh_from_db()
    assert (new.replaces, old.state) == (old, BudgetState.AGREED)
    assert [budget_to_plan_with(person, day) for day in (JUNE, OCTOBER)] == [old, new]


def test_budget_agreed_for_earlier_days_ends_where_the_next_begins() -> None:
    person = make_person()
    make_budget(person, WEEKLY, from_date=OCTOBER)
    make_budget(person, COUNCIL, from_date=APRIL)
    assert spans(person) == [(APRIL, OCTOBER, 30_000), (OCTOBER, None, 28_650)]


def test_budget_agreed_again_from_its_own_first_day_replaces_it_whole() -> None:
    person = make_person()
    old = make_budget(person, WEEKLY, from_date=APRIL)
    make_budget(person, COUNCIL, from_date=APRIL)
    old.refresh_from_db()
    assert (old.state, old.until_date) == (BudgetState.ENDED, APRIL)
    assert spans(person) == [(APRIL, None, 30_000)]
    assert AuditEvent.objects.get(event="budget_replaced").subject_id == old.pk


def test_budget_with_an_end_takes_the_place_of_what_begins_within_it() -> None:
    person = make_person()
    make_budget(person, WEEKLY, from_date=APRIL)
    make_budget(person, WEEKLY, from_date=JUNE)
    make_budget(person, COUNCIL, from_date=date(2026, 5, 1), until_date=OCTOBER)
    assert spans(person) == [
        (APRIL, date(2026, 5, 1), 28_650),
        (date(2026, 5, 1), OCTOBER, 30_000),
    ]


def test_ended_budget_holds_no_more_and_neither_does_what_was_agreed_for_later() -> None:
    person = make_person()
    first = make_budget(person, WEEKLY, from_date=APRIL)
    make_budget(person, COUNCIL, from_date=OCTOBER)
    end_budget(
        by=as_viewer(REGISTRY), person=person, kind=BudgetKind.CARE, day=JUNE, reason=PlanEnd.MOVED
    )
    assert spans(person) == [(APRIL, JUNE, 28_650)]
    assert set(PersonalBudget.objects.values_list("state", flat=True)) == {BudgetState.ENDED}
    assert MovedEnd.objects.filter(budget=first).count() == 2
    with refused("budget_none_to_end"):
        end_budget(
            by=as_viewer(REGISTRY),
            person=person,
            kind=BudgetKind.CARE,
            day=JUNE,
            reason=PlanEnd.MOVED,
        )


def test_budgets_of_several_kinds_hold_beside_each_other() -> None:
    person = make_person()
    make_budget(person, WEEKLY, from_date=APRIL)
    agree_budget(
        by=as_viewer(REGISTRY),
        person=person,
        amounts=amounts_of(person, COUNCIL),
        from_date=APRIL,
        kind=BudgetKind.HEALTH,
    )
    assert spans(person) == [(APRIL, None, 28_650)]
    assert spans(person, BudgetKind.HEALTH) == [(APRIL, None, 30_000)]


def test_proposed_budget_changes_nothing_until_it_is_agreed(at: datetime) -> None:
    person = make_person()
    make_budget(person, WEEKLY, from_date=APRIL)
    by, amounts = as_viewer(REGISTRY, at), amounts_of(person, COUNCIL)
    proposed = propose_budget(by=by, person=person, amounts=amounts, from_date=OCTOBER)
    assert spans(person) == [(APRIL, None, 28_650)]
    agree_proposed(by=by, budget=proposed)
    assert (proposed.state, proposed.agreed_at) == (BudgetState.AGREED, at)
    assert spans(person) == [(APRIL, OCTOBER, 28_650), (OCTOBER, None, 30_000)]
    with pytest.raises(NotInThatState):
        agree_proposed(by=by, budget=proposed)
    assert spans(person) == [(APRIL, OCTOBER, 28_650), (OCTOBER, None, 30_000)]


def test_money_of_another_person_is_refused() -> None:
    amounts = amounts_of(make_person(), COUNCIL)
    with refused("fund_of_another_person"):
        agree_budget(by=as_viewer(REGISTRY), person=make_person(), amounts=amounts, from_date=APRIL)


@pytest.mark.parametrize("role", [Role.BROKER, Role.FINANCE, Role.APPROVER, Role.PERSON])
def test_budget_is_refused_to_whoever_does_not_assess(role: Role, at: datetime) -> None:
    person = make_case().person
    amounts = amounts_of(person, WEEKLY)
    by = as_viewer(make_user(role), at)
    with pytest.raises(PermissionDenied):
        agree_budget(by=by, person=person, amounts=amounts, from_date=OCTOBER)
    with pytest.raises(PermissionDenied):
        end_budget(by=by, person=person, kind=BudgetKind.CARE, day=OCTOBER, reason=PlanEnd.MOVED)
    assert len(spans(person)) == 1


def test_database_refuses_two_budgets_of_a_kind_for_one_day() -> None:
    person = make_person()
    old = make_budget(person, WEEKLY, from_date=APRIL, until_date=JUNE)
    new = make_budget(person, COUNCIL, from_date=JUNE)
    with pytest.raises(DatabaseError, match="same day"), transaction.atomic():
        PersonalBudget.objects.filter(pk=old.pk).update(until_date=None)
    new.pk, new.from_date = None, OCTOBER
    with pytest.raises(DatabaseError, match="same day"), transaction.atomic():
        PersonalBudget.objects.bulk_create([new])
