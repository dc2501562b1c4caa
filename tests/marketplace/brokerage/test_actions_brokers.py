"""Whose list a person is on, and that a plan begins with a budget."""

from datetime import UTC, date, datetime

import pytest

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import allocate_broker, return_plan, start_plan
from marketplace.core.models import AuditEvent
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import make_case, make_submitted, refused
from tests.factories.people import REGISTRY, make_person

pytestmark = pytest.mark.django_db


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
    assert AuditEvent.objects.get(event="broker_allocated").data == {
        "broker": case.broker.pk,
        "chosen": "council",
    }


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
