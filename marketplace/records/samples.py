"""A hold on the person's record, a copy that they asked for, and one that an officer asked for."""

from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.retention import After
from marketplace.core.rooms import Samples
from marketplace.people.models import Person, ReadLog
from marketplace.records.actions.copying import ask_copy, ask_own_copy, finish_copy
from marketplace.records.actions.holding import set_hold
from marketplace.records.jobs import zipped
from marketplace.records.models import RecordCopy
from marketplace.records.queries.contents import sections_of
from marketplace.records.queries.roads import kept_of
from marketplace.records.rules import HeldKind


def make(side: Side) -> None:
    person = side.rows["person"]
    side.rows["hold"] = set_hold(
        by=side.viewer(Role.AUDITOR, days=58),
        authority_id=side.council.pk,
        subject=HeldKind.PERSON,
        reference=person.name,
        reason="Claim 2026/114",
    )
    side.rows["own_copy"] = _ready(side, ask_own_copy(by=side.viewer(Role.PERSON, days=59)))
    asked = ask_copy(
        by=side.viewer(Role.AUDITOR, days=59),
        authority_id=side.council.pk,
        reference=person.name,
    )
    side.rows["officers_copy"] = _ready(side, asked)


def _ready(side: Side, copy: RecordCopy) -> RecordCopy:
    data = zipped(copy, sections_of(copy.person))
    finish_copy(by=side.machine(days=59), copy_id=copy.pk, data=data)
    return copy


def _copy(row: str) -> Any:
    return lambda side: {"public_id": side.rows[row].public_id}


def _hold(side: Side) -> dict[str, Any]:
    return {
        "authority_id": side.council.pk,
        "subject": HeldKind.SUPPLIER,
        "reference": "X",
        "reason": "X",
    }


def _rows(side: Side) -> dict[str, Any]:
    kept, clock = kept_of(ReadLog), After("keep_read_log", "read_at")
    return {"kept": kept, "clock": clock, "council": None, "ids": []}


def _trail(side: Side) -> dict[str, Any]:
    return {"authority": side.council, "people_ids": [], "filters": {}}


def _record(side: Side) -> dict[str, Any]:
    return {"kept": kept_of(Person), "council": side.council, "pk": side.rows["person"].pk}


SAMPLES = Samples(
    make=make,
    addresses={
        "records:download": _copy("own_copy"),
        f"records:download for {Role.AUDITOR}": _copy("officers_copy"),
        "records:hold_end": _copy("hold"),
    },
    calls={
        "set_hold": _hold,
        "end_hold": lambda side: {"hold_id": side.rows["hold"].pk},
        "open_holds": lambda side: {"authority_id": side.council.pk},
        "ask_own_copy": lambda side: {},
        "ask_copy": lambda side: {"authority_id": side.council.pk, "reference": "X"},
        "finish_copy": lambda side: {"copy_id": side.rows["own_copy"].pk, "data": b""},
        "open_copy": _copy("own_copy"),
        "read_trail": _trail,
        "export_trail": lambda side: {**_trail(side), "events": 1},
        "erase_rows": _rows,
        "erase_record": _record,
    },
    for_council=frozenset(
        {
            "set_hold",
            "end_hold",
            "open_holds",
            "ask_copy",
            "finish_copy",
            "read_trail",
            "export_trail",
        }
    ),
)
