"""Putting a person on a broker's list."""

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.case_tasks import finish_broker_task, raise_broker
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.actions.follow_ups import finish_plan_task, hand_over_returned
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import BrokerAllocation, SupportPlan
from marketplace.brokerage.permissions import check_can_allocate
from marketplace.brokerage.rules import (
    EDITABLE,
    BrokerChoice,
    PlanNotice,
    PlanTask,
    broker_choice_problems,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.notifications.actions import tell
from marketplace.people.actions import end_access, grant_access
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity

THE_COUNCILS = BrokerChoice()


@transaction.atomic
def allocate_broker(
    *, by: Viewer, person: Person, broker: User, choice: BrokerChoice = THE_COUNCILS
) -> None:
    """Put a person on a broker's list, with their open work; the broker before keeps it until the end
    of the day.

    Raises BrokerageError when the user is no broker of the person's council, and for a choice of the
    person's own of which nobody is named.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    check_can_allocate(by, person)
    if (
        not broker.memberships.current(by.today)
        .filter(authority=person.authority_id, role=Role.BROKER)
        .exists()
    ):
        raise BrokerageError(problem("plan_broker_unknown", name=broker.name))
    refuse_if_any(broker_choice_problems(choice, by.today))
    _follow(by, person, broker, choice)
    end_access(by=by, person=person, capacity=AccessCapacity.BROKER, but_user=broker)
    grant_access(by=by, person=person, capacity=AccessCapacity.BROKER, user=broker)
    for plan in SupportPlan.objects.filter(person=person, state__in=sorted(EDITABLE)):
        hand_over_returned(by=by, plan=plan, broker=broker)
    finish_broker_task(by=by, person=person)
    tell(by=by, kind=PlanNotice.ON_YOUR_LIST, subject=person, users=[broker])
    record(
        event="broker_allocated",
        by=by,
        subject=person,
        broker=broker.pk,
        chosen=choice.chosen,
    )


def _follow(by: Viewer, person: Person, broker: User, choice: BrokerChoice) -> None:
    """The broker before ends; who chose the new one, and who said so, is kept."""
    _end(by, person)
    BrokerAllocation.objects.create(
        authority_id=person.authority_id,
        person=person,
        broker=broker,
        chosen=choice.chosen,
        said_by=choice.said_by.strip(),
        said_date=choice.said_date,
        from_date=by.today,
        recorded_at=by.at,
        **actor_columns("recorded_by", by),
    )


def _end(by: Viewer, person: Person) -> None:
    open_rows = BrokerAllocation.objects.filter(person=person, until_date=None)
    open_rows.update(until_date=by.today)


@transaction.atomic
def end_broker(*, by: Viewer, person: Person) -> None:
    """Take a person off their broker's list at the end of the day. Their plans wait for the next
    broker. Raises BrokerageError when nobody plans with them."""
    Person.objects.select_for_update().get(pk=person.pk)
    check_can_allocate(by, person)
    if not end_access(by=by, person=person, capacity=AccessCapacity.BROKER):
        raise BrokerageError(problem("broker_none_to_end"))
    _end(by, person)
    for plan in SupportPlan.objects.filter(person=person, state__in=sorted(EDITABLE)):
        finish_plan_task(by=by, plan=plan, kind=PlanTask.RETURNED)
    raise_broker(by=by, person=person)
    record(event="broker_ended", by=by, subject=person)
