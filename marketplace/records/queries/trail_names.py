"""Whom and what the events of the trail are about, by name: looked up for many events together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.accounts.models import User
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import collected
from marketplace.people.models import Person
from marketplace.records.queries.roads import roads
from marketplace.suppliers.models import Supplier

#: Under these keys an event's data holds the id of a user, a person, a supplier.
USER_KEYS = frozenset({"user", "user_id", "broker", "owner"})
PERSON_KEYS = frozenset({"person", "person_id"})
SUPPLIER_KEYS = frozenset({"supplier", "supplier_id"})
ACCOUNT = "accounts.user"


@dataclass(frozen=True)
class Names:
    """The names behind the ids of some events. An erased row has an empty one; one that is gone, none.

    `people_of` and `suppliers_of` say whose a subject is, by its type and id; `subjects` which
    subjects are still there. `told` are those with a record here whose name is shown, as a subject or
    as who did it, and who can see that it was read: not where nobody is told of the subject.
    """

    users: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    suppliers: Mapping[int, str] = field(default_factory=dict)
    people_of: Mapping[tuple[str, int], int] = field(default_factory=dict)
    suppliers_of: Mapping[tuple[str, int], int] = field(default_factory=dict)
    subjects: frozenset[tuple[str, int]] = frozenset()
    told: frozenset[int] = frozenset()


def names_in(events: Sequence[AuditEvent]) -> Names:
    """The names behind the events. A query for each kind of subject among them, and four more."""
    owned = _owners(events)
    users, open_ones = (
        _users(events),
        [e for e in events if e.subject_type not in collected().withheld],
    )
    people = set(owned.people.values()) | _held(events, PERSON_KEYS)
    suppliers = set(owned.suppliers.values()) | _held(events, SUPPLIER_KEYS)
    named = _named(Person, people)
    own = Person.objects.filter(user__in=_users(open_ones)).values_list("pk", flat=True)
    subjects = {(e.subject_type, e.subject_id) for e in open_ones}
    told = {pk for subject, pk in owned.people.items() if subject in subjects}
    return Names(
        users=_named(User, users),
        people=named,
        suppliers=_named(Supplier, suppliers),
        people_of=owned.people,
        suppliers_of=owned.suppliers,
        subjects=frozenset(owned.there),
        told=frozenset({*own, *(named.keys() & {*told, *_held(open_ones, PERSON_KEYS)})}),
    )


def _users(events: Iterable[AuditEvent]) -> set[int]:
    """Who did these, and whom they name."""
    users = {e.by_user_id for e in events if e.by_user_id} | _held(events, USER_KEYS)
    return users | {e.subject_id for e in events if e.subject_type == ACCOUNT and e.subject_id}


def _named(model: Any, ids: Collection[int]) -> dict[int, str]:
    rows = model._base_manager.filter(pk__in=ids).values_list("pk", "name", "erased_at")
    return {pk: "" if erased_at else name for pk, name, erased_at in rows}


def _held(events: Iterable[AuditEvent], keys: frozenset[str]) -> set[int]:
    """The ids that the events' data holds under these keys."""
    found = (event.data[key] for event in events for key in keys & event.data.keys())
    return {one for one in found if isinstance(one, int)}


@dataclass(frozen=True)
class _Owners:
    people: dict[tuple[str, int], int] = field(default_factory=dict)
    suppliers: dict[tuple[str, int], int] = field(default_factory=dict)
    there: set[tuple[str, int]] = field(default_factory=set)


def _owners(events: Iterable[AuditEvent]) -> _Owners:
    """Whose the subjects are: a query for each kind of them."""
    found, asked = _Owners(), defaultdict(set)
    for event in events:
        asked[event.subject_type].add(event.subject_id)
    for kept in collected().keeps:
        kind = kept.model._meta.label_lower
        if kind in asked:
            to_people, to_suppliers = roads(kept, Person), roads(kept, Supplier)
            rows = kept.model._base_manager.filter(pk__in=asked[kind])
            for pk, *ends in rows.values_list("pk", *to_people, *to_suppliers):
                found.there.add((kind, pk))
                _note(found.people, (kind, pk), ends[: len(to_people)])
                _note(found.suppliers, (kind, pk), ends[len(to_people) :])
    return found


def _note(owners: dict[tuple[str, int], int], subject: tuple[str, int], ends: list[Any]) -> None:
    first = next((end for end in ends if end), None)
    if first:
        owners[subject] = first
