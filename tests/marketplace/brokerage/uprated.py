"""What an uprating left of what is agreed, for the tests of what it does."""

from datetime import date, datetime, timedelta

from marketplace.brokerage.models import (
    PersonalBudget,
    UpratedPerson,
    Uprating,
)
from marketplace.brokerage.queries import commitments, funding
from marketplace.brokerage.rules import (
    Commitment,
    FundingSegment,
    PayerKind,
)
from marketplace.core.periods import Period
from marketplace.people.models import Person
from tests.factories.accounts import NOW

EVER = Period(date(2026, 1, 1))


Read = tuple[dict[int, list[FundingSegment]], dict[int, list[Commitment]]]


def later(days: int = 0, hours: int = 0) -> datetime:
    return NOW + timedelta(days=days, hours=hours)


def read(*people: Person, known: date | None = None, period: Period = EVER) -> Read:
    """What payments are told of these people."""
    ids = [person.pk for person in people]
    return funding(ids, period, known=known), commitments(ids, period, known=known)


def budgets_on(person: Person, day: date) -> list[int]:
    rows = PersonalBudget.objects.agreed().filter(person=person, from_date__lte=day)
    return [row.weekly_pence for row in rows if row.until_date is None or row.until_date > day]


def rates_on(person: Person, day: date) -> dict[PayerKind, int]:
    (segments,) = funding([person.pk], EVER).values()
    (held,) = [one for one in segments if one.holds_on(day)]
    return {part.payer_kind: part.weekly_pence for part in held.parts}


def price_on(person: Person, day: date) -> int:
    (pieces,) = commitments([person.pk], Period(day, day + timedelta(1))).values()
    return max(one.price_pence for one in pieces)


def states_of(uprating: Uprating) -> dict[str, str]:
    rows = UpratedPerson.objects.filter(uprating=uprating).select_related("person")
    return {row.person.name: row.state for row in rows}


def reasons(uprating: Uprating) -> list[str]:
    return [row.reason for row in uprating.people.exclude(reason="")]
