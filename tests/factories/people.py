"""People, and who may see them."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from marketplace.accounts.models import Authority, Team, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import (
    MAY_AGREE_PAYMENTS,
    MAY_ALLOCATE_BROKERS,
    MAY_END_PLANS,
    MAY_SET_BUDGETS,
    MAY_UPRATE,
)
from marketplace.core.actors import SystemActor
from marketplace.people.models import Access, Person, Relationship
from marketplace.people.rules import (
    MAY_REGISTER_PEOPLE,
    AccessCapacity,
    RelationshipKind,
    Scope,
    scopes_to_grant,
)
from tests.factories.accounts import make_authority

_numbers = count(1)
REGISTERED = datetime(2026, 8, 3, 9, tzinfo=UTC)
REGISTRY = SystemActor(
    "registry",
    frozenset(
        {
            MAY_REGISTER_PEOPLE,
            MAY_SET_BUDGETS,
            MAY_AGREE_PAYMENTS,
            MAY_END_PLANS,
            MAY_UPRATE,
            MAY_ALLOCATE_BROKERS,
        }
    ),
)


def make_person(
    *, authority: Authority | None = None, user: User | None = None, **facts: Any
) -> Person:
    """Somebody on the council's books (Fernshire unless said); their user sees everything of theirs."""
    facts.setdefault("name", f"Margaret Ellery{next(_numbers)}")
    person = Person.objects.create(
        authority=authority or make_authority(),
        user=user,
        date_of_birth=date(1955, 2, 11),
        town="Brackenford",
        home="Alone",
        contact_wish="Ring, after 10am.",
        registered_at=REGISTERED,
        **facts,
    )
    if user:
        let_see(person, AccessCapacity.SELF, user=user)
    return person


def let_speak(person: Person, user: User, *, ended: bool = False) -> Relationship:
    """That somebody is family to a person, as a worker verified it; or was."""
    end = {"state": "ended", "ended_at": REGISTERED, "ended_by": user} if ended else {}
    return Relationship.objects.create(
        authority_id=person.authority_id,
        person=person,
        user=user,
        kind=RelationshipKind.FAMILY,
        name=user.name,
        scopes=["record"],
        proposed_at=REGISTERED,
        proposed_by=user,
        verified_at=REGISTERED,
        verified_by=user,
        **({"state": "verified"} | end),
    )


def let_see(
    person: Person,
    capacity: AccessCapacity,
    *,
    user: User | None = None,
    team: Team | None = None,
    role: Role | None = None,
    scopes: frozenset[Scope] | None = None,
    from_date: date = date(2026, 8, 3),
    until_date: date | None = None,
) -> list[Access]:
    """Rows that let a user, a team or a role see a person: what is chosen, or usual of a capacity."""
    return [
        Access.objects.create(
            person=person,
            user=user,
            team=team,
            role=role or "",
            capacity=capacity,
            scope=scope,
            from_date=from_date,
            until_date=until_date,
            granted_at=REGISTERED,
            granted_by_system=REGISTRY.name,
        )
        for scope in sorted(scopes_to_grant(capacity, scopes))
    ]
