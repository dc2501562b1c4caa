"""Somebody with a sign-in of their own."""

from datetime import date
from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.people.actions import open_own_record, register_person
from marketplace.people.models import Person
from marketplace.people.rules import OwnPurpose, Scope


def make_person(side: Side, name: str, **facts: Any) -> Person:
    """On the council's books since the case began."""
    return register_person(
        by=side.viewer(Role.PRACTITIONER),
        authority_id=side.council.pk,
        name=name,
        date_of_birth=date(1941, 6, 2),
        town="Brackenford",
        home="Lives alone",
        contact_wish="Ring, after ten.",
        **facts,
    )


def make(side: Side) -> None:
    side.rows["person"] = make_person(
        side, f"Margaret Ellery {side.name}", user=side.users[Role.PERSON]
    )
    open_own_record(by=side.viewer(Role.PERSON, days=1), scope=Scope.RECORD)


def _open_person(side: Side) -> dict[str, Any]:
    return {
        "public_id": side.rows["person"].public_id,
        "scope": Scope.PLAN,
        "purpose": OwnPurpose.OWN,
    }


SAMPLES = Samples(
    make=make,
    about_people=True,
    calls={
        "register_person": lambda side: {"authority_id": side.council.pk, "name": "X"},
        "open_person": _open_person,
        "open_people": lambda side: {
            "people_ids": [side.rows["person"].pk],
            "scope": Scope.PLAN,
            "kind": OwnPurpose.OWN,
            "purpose": OwnPurpose.OWN,
        },
    },
    for_council=frozenset({"register_person"}),
)
