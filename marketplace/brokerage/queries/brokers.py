"""Who plans with a person, and among whom a broker is chosen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.accounts.models import Membership, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.models import BrokerAllocation
from marketplace.brokerage.queries.facts import brokers_of
from marketplace.brokerage.rules import BROKER_CASELOAD, WhoChose
from marketplace.council.queries import figure
from marketplace.people.models import Access, Person
from marketplace.people.rules import AccessCapacity, Scope


@dataclass(frozen=True)
class BrokerOption:
    """A broker of the council, with how many people are on their list, of how many."""

    user: User
    people: int
    most: int

    @property
    def is_full(self) -> bool:
        return self.people >= self.most


@dataclass(frozen=True)
class BrokerNow:
    """Who plans with a person today, since when, and who chose; unknown of those given long ago."""

    user_id: int
    name: str
    since: date | None
    chosen: WhoChose | None
    said_by: str
    said_date: date | None


def broker_now(person: Person, on: date) -> BrokerNow | None:
    """The broker who has the person on their list tomorrow too, so after a change the new one. Two queries."""
    broker = brokers_of([person.pk], on + timedelta(1)).get(person.pk)
    if broker is None:
        return None
    row = BrokerAllocation.objects.filter(person=person).first()
    known = row if row and row.broker_id == broker.pk else None
    return BrokerNow(
        broker.pk,
        broker.name,
        known.from_date if known else None,
        WhoChose(known.chosen) if known else None,
        known.said_by if known else "",
        known.said_date if known else None,
    )


def broker_options(authority_id: int, on: date) -> list[BrokerOption]:
    """The brokers of a council, by name, with their caseloads. Three queries."""
    held = Membership.objects.current(on).filter(
        authority_id=authority_id, role=Role.BROKER, user__is_active=True
    )
    brokers = {row.user_id: row.user for row in held.select_related("user").order_by("user__name")}
    most = figure(authority_id, BROKER_CASELOAD.key, on)
    lists = Access.objects.current(on).filter(
        person__authority_id=authority_id,
        user__in=brokers,
        capacity=AccessCapacity.BROKER,
        scope=Scope.PLAN,
    )
    counts = Counter(lists.values_list("user_id", flat=True))
    return [BrokerOption(user, counts[pk], most) for pk, user in brokers.items()]
