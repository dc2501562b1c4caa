"""Everything that is held about one person: what their copy is made of.

Other people are named by their role alone. What rooms declare is read row by row: a model that is
declared is in the copy, or says why it is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from marketplace.accounts.models import Membership, User
from marketplace.accounts.rules import Role
from marketplace.core.retention import Kept
from marketplace.core.rooms import collected
from marketplace.people.models import Person
from marketplace.records.queries.roads import roads

#: Columns that hold a user's id without a foreign key.
USER_IDS = frozenset({"user_id", "by_user_id"})
POUNDS = "GBP"


@dataclass(frozen=True)
class ShownAmount:
    """Money in the smallest unit of its currency."""

    minor: int
    currency: str = POUNDS


@dataclass(frozen=True)
class Section:
    """The rows of one kind, each as pairs of label and value: a date, a ShownAmount, a text."""

    kind: str
    rows: list[list[tuple[str, Any]]]


def sections_of(person: Person) -> list[Section]:
    """What a copy holds, kind by kind; a kind without a row is left out. A query or two for each."""
    found = []
    for kept in collected().keeps:
        rows = rows_about(kept, person)
        if rows:
            found.append(_section(kept, rows, person))
    return found


def rows_about(kept: Kept, person: Person) -> list[Any]:
    """The rows of a kind about a person that their copy shows."""
    ways = roads(kept, Person)
    if not ways or not kept.shows:
        return []
    about = Q(pk__in=[])
    for way in ways:
        about |= Q(**{way: person.pk})
    joined = [name for name in kept.shows if name in _others(kept)]
    rows = kept.model._base_manager.filter(about).order_by("pk")
    return list(rows.select_related(*joined) if joined else rows)


def _others(kept: Kept) -> set[str]:
    """Foreign keys to anything but a user."""
    return {
        field.name
        for field in kept.model._meta.concrete_fields
        if field.is_relation and field.related_model is not User
    }


def _section(kept: Kept, rows: list[Any], person: Person) -> Section:
    users = {name for name in kept.shows if _is_user(kept, name)}
    ids = {_id_of(row, name) for row in rows for name in users} - {None}
    roles = role_words(ids, person)
    shown = [
        [
            (label, roles.get(_id_of(row, name)) if name in users else _value(row, name))
            for name, label in kept.shows.items()
        ]
        for row in rows
    ]
    given = [[pair for pair in row if pair[1] not in (None, "")] for row in shown]
    return Section(kept.kind, given)


def _is_user(kept: Kept, name: str) -> bool:
    return name in USER_IDS or kept.model._meta.get_field(name).related_model is User


def _id_of(row: Any, name: str) -> Any:
    return getattr(row, name if name in USER_IDS else f"{name}_id")


def role_words(ids: Iterable[Any], person: Person) -> dict[Any, str]:
    """Each user as the copy calls them: "You", a role in this council, or somebody who has left."""
    known = list(ids)
    words = dict.fromkeys(known, "Somebody who has left the council")
    held = Membership.objects.filter(user__in=known, authority=person.authority_id)
    for user_id, role in held.order_by("pk").values_list("user_id", "role"):
        words[user_id] = Role(role).label
    if person.user_id in words:
        words[person.user_id] = "You"
    return words


def _value(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    if name.endswith("_pence") and value is not None:
        return ShownAmount(value, getattr(row, "currency", POUNDS).upper())
    return value
