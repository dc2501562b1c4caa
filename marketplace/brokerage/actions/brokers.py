"""Putting a person on a broker's list."""

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.follow_ups import hand_over_returned
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import EDITABLE, MAY_ALLOCATE_BROKERS
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.people.actions import end_access, grant_access
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity


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
