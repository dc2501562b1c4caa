"""Somebody who helps a person: named by the person, checked by the practitioner, sees what was chosen."""

from datetime import datetime, timedelta

from marketplace.accounts.models import User
from marketplace.demo.load.cases import CouncilStaff
from marketplace.demo.load.council import load_user
from marketplace.demo.load.viewers import viewer_as
from marketplace.people.actions import propose_relationship, verify_relationship
from marketplace.people.models import Person
from marketplace.people.rules import RelationshipKind, Scope


def load_daughter(council_staff: CouncilStaff, person: Person, at: datetime) -> None:
    """The person lets their daughter read who they are, the plan and the money."""
    user = load_user("Ruth Ellery", f"ruth@{council_staff.domain}", at)
    named = propose_relationship(
        by=viewer_as(_own_user(person), at, council_staff.authority),
        person=person,
        kind=RelationshipKind.FAMILY,
        name=user.name,
        email=user.email,
        basis="My daughter",
        scopes=frozenset({Scope.RECORD, Scope.PLAN, Scope.MONEY}),
    )
    verify_relationship(
        by=viewer_as(council_staff.practitioner, at + timedelta(days=1), council_staff.authority),
        relationship=named,
    )


def _own_user(person: Person) -> User:
    assert person.user is not None  # noqa: S101 - everybody in the demo signs in
    return person.user
