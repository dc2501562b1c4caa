"""The events of the trail as a sentence says them: who, what, about what and whom, with what else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.core.models import AuditEvent
from marketplace.core.rooms import collected
from marketplace.records.queries.trail_names import (
    ACCOUNT,
    PERSON_KEYS,
    SUPPLIER_KEYS,
    USER_KEYS,
    Names,
)

ERASED = "erased"
#: Of a list of ids so many are written out. Judgement: more is not read, and the file has them all.
MOST_LISTED = 5


@dataclass(frozen=True)
class TrailLine:
    """One event. `kind` is its subject's, as "Support plan 12"; `whose` a person, a supplier or an
    account, empty where it is nobody's. `who_key` and `subject_key` find the others of the same."""

    pk: int
    at: datetime
    who: str
    who_key: str
    event: str
    what: str
    kind: str
    whose: str
    subject_key: str
    details: str


def trail_lines(
    events: Sequence[AuditEvent], names: Names, *, most_listed: int = MOST_LISTED
) -> list[TrailLine]:
    """The events in words."""
    kinds = kinds_of_subjects()
    return [
        TrailLine(
            pk=event.pk,
            at=event.recorded_at,
            who=_actor(event, names),
            who_key=event.by_system or str(event.by_user_id),
            event=event.event,
            what=words_of_event(event.event),
            kind=_kind(event, names, kinds),
            whose=_whose(event, names),
            subject_key=f"{event.subject_type}:{event.subject_id}",
            details=_details(event.data, names, most_listed),
        )
        for event in events
    ]


def words_of_event(event: str) -> str:
    """What an event is called; the code as words where its room records it no more."""
    return collected().events.get(event) or _spaced(event).capitalize()


def kinds_of_subjects() -> dict[str, str]:
    """What the rows of each model are called, one of them, by the model's name in the trail."""
    declared = collected()
    models = (kept.model._meta for kept in declared.keeps)
    return {one.label_lower: str(one.verbose_name) for one in models} | declared.subjects


def machine_words(system: str) -> str:
    """A part of Handrail that acts by itself."""
    return f"Handrail: {_spaced(system)}"


def _spaced(code: str) -> str:
    return code.replace("_", " ").replace(".", " ")


def _actor(event: AuditEvent, names: Names) -> str:
    if event.by_system:
        return machine_words(event.by_system)
    return _name(names.users, event.by_user_id, "account")


def _name(known: Mapping[int, str], pk: Any, kind: str) -> str:
    """A name by its id; that it was erased, where it was, or where the row is there no more."""
    return known.get(pk) or f"{kind} {pk} ({ERASED})"


def _kind(event: AuditEvent, names: Names, kinds: Mapping[str, str]) -> str:
    kind = kinds.get(event.subject_type) or _spaced(event.subject_type.rpartition(".")[2])
    gone = event.subject_type in kinds and event.subject_id not in (None, *_there(event, names))
    return f"{kind} {event.subject_id}".capitalize() + (" (no longer kept)" if gone else "")


def _there(event: AuditEvent, names: Names) -> tuple[int | None, ...]:
    key = (event.subject_type, event.subject_id or 0)
    return (event.subject_id,) if key in names.subjects else ()


def _whose(event: AuditEvent, names: Names) -> str:
    key = (event.subject_type, event.subject_id or 0)
    if event.subject_type == ACCOUNT:
        return _name(names.users, event.subject_id, "account")
    if person := names.people_of.get(key):
        return _name(names.people, person, "person")
    if supplier := names.suppliers_of.get(key):
        return _name(names.suppliers, supplier, "supplier")
    return ""


def _details(data: Mapping[str, Any], names: Names, most: int) -> str:
    """What else the event says; ids of users, people and suppliers by name."""
    return "; ".join(
        f"{_spaced(key)}: {_value(key, value, names, most)}"
        for key, value in data.items()
        if value not in (None, "", [], {})
    )


def _value(key: str, value: Any, names: Names, most: int) -> str:
    if isinstance(value, int):
        for keys, known, kind in (
            (USER_KEYS, names.users, "account"),
            (PERSON_KEYS, names.people, "person"),
            (SUPPLIER_KEYS, names.suppliers, "supplier"),
        ):
            if key in keys:
                return _name(known, value, kind)
    if isinstance(value, list):
        more = f" and {len(value) - most} more" if len(value) > most else ""
        return ", ".join(str(one) for one in value[:most]) + more
    if isinstance(value, dict):
        return ", ".join(f"{_spaced(str(name))} {one}" for name, one in value.items())
    return _spaced(value) if isinstance(value, str) and value.isidentifier() else str(value)
