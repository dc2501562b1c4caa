"""Agreeing a budget, and a broker's list."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    agree_budget,
    allocate_broker,
    return_plan,
    start_plan,
)
from marketplace.brokerage.models import PersonalBudget
from marketplace.brokerage.rules import Payer
from marketplace.core.models import AuditEvent
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import STREAMS, make_case, make_submitted, refused
from tests.factories.people import REGISTRY, make_person

pytestmark = pytest.mark.django_db


def test_agreed_budget_is_the_sum_of_its_streams(at: datetime) -> None:
    person = make_person()
    budget = agree_budget(
        by=as_viewer(REGISTRY, at), person=person, streams=STREAMS, from_date=date(2026, 9, 1)
    )
    assert budget.weekly_pence == 28_650 == sum(s.weekly_pence for s in budget.streams.all())
    event = AuditEvent.objects.get(event="budget_agreed")
    assert event.data["streams"] == {"council": 20_530, "nhs": 4_000, "person": 4_120}


def test_new_budget_ends_the_one_before_and_moves_the_open_plan(at: datetime) -> None:
    case = make_case()
    old, version = case.plan.budget, case.plan.version
    new = agree_budget(
        by=as_viewer(REGISTRY, at),
        person=case.person,
        streams={Payer.COUNCIL: 30_000},
        from_date=date(2026, 10, 1),
    )
    old.refresh_from_db()
    case.plan.refresh_from_db()
    assert old.until_date == new.from_date
    assert (case.plan.budget, case.plan.version) == (new, version + 1)


def test_budget_is_refused_while_a_plan_waits(at: datetime) -> None:
    case = make_submitted()
    with refused("budget_plan_waits"):
        agree_budget(
            by=as_viewer(REGISTRY, at),
            person=case.person,
            streams=STREAMS,
            from_date=date(2026, 10, 1),
        )


def test_budget_is_refused_before_the_one_it_replaces(at: datetime) -> None:
    case = make_case()
    with refused("budget_not_after_the_last"):
        agree_budget(
            by=as_viewer(REGISTRY, at),
            person=case.person,
            streams=STREAMS,
            from_date=date(2026, 9, 1),
        )


def test_budget_is_refused_to_a_broker(at: datetime) -> None:
    case = make_case()
    with pytest.raises(PermissionDenied):
        agree_budget(
            by=as_viewer(case.broker, at),
            person=case.person,
            streams=STREAMS,
            from_date=date(2027, 1, 1),
        )


def test_second_open_budget_is_refused_by_the_database(at: datetime) -> None:
    budget = make_case().plan.budget
    budget.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalBudget.objects.bulk_create([budget])


def test_allocated_broker_sees_the_plan_and_not_the_money(at: datetime) -> None:
    case = make_case()
    on = at.date()
    assert case.person in Person.objects.visible_to(
        as_viewer(case.broker, on),
        scope=Scope.PLAN,
    )
    assert case.person not in Person.objects.visible_to(
        as_viewer(case.broker, on),
        scope=Scope.MONEY,
    )
    assert AuditEvent.objects.get(event="broker_allocated").data == {"broker": case.broker.pk}


def test_handing_over_ends_the_old_broker_tonight_and_moves_the_returned_plan(
    at: datetime,
) -> None:
    case = make_submitted()
    return_plan(
        by=as_viewer(case.manager, at),
        plan=case.plan,
        version=case.plan.version,
        reasons="Say more.",
    )
    new = make_user(Role.BROKER)
    allocate_broker(by=as_viewer(REGISTRY, at), person=case.person, broker=new)
    tomorrow = date(2026, 9, 22)
    people = Person.objects
    assert not people.visible_to(
        as_viewer(case.broker, tomorrow),
        scope=Scope.PLAN,
    ).exists()
    assert people.visible_to(
        as_viewer(new, tomorrow), scope=Scope.PLAN, capacity=AccessCapacity.BROKER
    ).exists()
    assert Task.objects.open().get(kind="plan_returned").owner == new


def test_allocating_somebody_who_is_no_broker_is_refused(at: datetime) -> None:
    with refused("plan_broker_unknown"):
        allocate_broker(
            by=as_viewer(REGISTRY, at), person=make_person(), broker=make_user(Role.FINANCE)
        )


def test_plan_without_a_budget_is_refused(at: datetime) -> None:
    person, broker = make_person(), make_user(Role.BROKER)
    allocate_broker(by=as_viewer(REGISTRY, at), person=person, broker=broker)
    with refused("plan_without_a_budget"):
        start_plan(by=as_viewer(broker, datetime(2026, 9, 21, tzinfo=UTC)), person=person)
