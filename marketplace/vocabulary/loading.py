"""Writing lists of places, a chunk at a time.

Each chunk is whole, and a row that is there already is left alone, so a reading may be cut off
anywhere and run again. A chunk's counts go into its reading's own row, in the same transaction; the
trail has the reading's beginning and end.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.transactions import require_transaction
from marketplace.vocabulary.imports.rows import PostcodeRow, SettlementRow
from marketplace.vocabulary.imports.tally import OutcodeRow
from marketplace.vocabulary.models import Outcode, PlaceLoad, Postcode, Settlement
from marketplace.vocabulary.postcodes import PlaceList, place_code
from marketplace.vocabulary.rules import MAY_LOAD_PLACES

#: Rows of one transaction. Judgement: others wait for a write lock of SQLite about a tenth of a
#: second, and some 2 MB are held.
CHUNK = 2_000
#: The id that no council has: the lists are of all councils.
EVERY_COUNCIL = 0

_POINT = ("latitude", "longitude")


@dataclass(frozen=True)
class LoadCounts:
    """What writing some rows did."""

    new: int = 0
    changed: int = 0
    same: int = 0
    ended: int = 0

    def __add__(self, other: "LoadCounts") -> "LoadCounts":
        return LoadCounts(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.ended + other.ended,
        )


@transaction.atomic
def begin_load(*, by: Viewer, source: PlaceList) -> PlaceLoad:
    """Note that a list is being read."""
    check(by, MAY_LOAD_PLACES, EVERY_COUNCIL)
    load = PlaceLoad.objects.create(source=source, started_at=by.at)
    record(event="place_load_began", by=by, subject=load, source=str(source))
    return load


@transaction.atomic
def write_postcodes(*, by: Viewer, load: PlaceLoad, rows: Sequence[PostcodeRow]) -> LoadCounts:
    """Put a chunk of postcodes in. Of one that is there twice the later row counts."""
    check(by, MAY_LOAD_PLACES, EVERY_COUNCIL)
    wanted = [
        Postcode(
            code=row.code, latitude=row.latitude, longitude=row.longitude, ended_on=row.ended_on
        )
        for row in rows
    ]
    return _counted(load, _write(wanted, [*_POINT, "ended_on"]))


@transaction.atomic
def write_outcodes(*, by: Viewer, load: PlaceLoad, rows: Sequence[OutcodeRow]) -> None:
    """Put the middles of outcodes in. They are not counted: they follow from the postcodes."""
    check(by, MAY_LOAD_PLACES, EVERY_COUNCIL)
    wanted = [
        Outcode(
            code=row.code, latitude=row.latitude, longitude=row.longitude, ended_on=row.ended_on
        )
        for row in rows
    ]
    _write(wanted, [*_POINT, "ended_on"])


@transaction.atomic
def write_settlements(*, by: Viewer, load: PlaceLoad, rows: Sequence[SettlementRow]) -> LoadCounts:
    """Put a chunk of towns and villages in."""
    check(by, MAY_LOAD_PLACES, EVERY_COUNCIL)
    wanted = [
        Settlement(
            reference=row.reference,
            code=place_code(row.name),
            name=row.name,
            county=row.county,
            kind=row.kind,
            latitude=row.latitude,
            longitude=row.longitude,
        )
        for row in rows
    ]
    return _counted(load, _write(wanted, ["code", "name", "county", "kind", *_POINT]))


@transaction.atomic
def end_postcodes(*, by: Viewer, load: PlaceLoad, codes: Collection[str]) -> LoadCounts:
    """End postcodes that a list of those in use has no more, on the day on which that was seen."""
    check(by, MAY_LOAD_PLACES, EVERY_COUNCIL)
    ended = Postcode.objects.in_use().filter(code__in=list(codes)).update(ended_on=by.today)
    return _counted(load, LoadCounts(ended=ended))


@transaction.atomic
def finish_load(*, by: Viewer, load: PlaceLoad) -> PlaceLoad:
    """Note that a list was read to its end, with all that was done."""
    check(by, MAY_LOAD_PLACES, EVERY_COUNCIL)
    PlaceLoad.objects.filter(pk=load.pk).update(finished_at=by.at)
    load.refresh_from_db()
    record(
        event="place_load_finished",
        by=by,
        subject=load,
        new=load.new,
        changed=load.changed,
        same=load.same,
        ended=load.ended,
    )
    return load


def _write(wanted: Sequence[models.Model], fields: Sequence[str]) -> LoadCounts:
    """Insert what is not there and update what differs, in the order of the keys.

    The order is the same for everybody, so two readings at once wait for each other, never in a circle.
    """
    if not wanted:
        return LoadCounts()
    model = type(wanted[0])
    by_key = {row.pk: row for row in sorted(wanted, key=lambda row: str(row.pk))}
    found = model._default_manager.filter(pk__in=list(by_key)).values_list("pk", *fields)
    held: dict[Any, tuple[Any, ...]] = {pk: tuple(values) for pk, *values in found}
    differ = {
        pk: row
        for pk, row in by_key.items()
        if held.get(pk) != tuple(getattr(row, name) for name in fields)
    }
    model._default_manager.bulk_create(
        differ.values(),
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=list(fields),
    )
    changed = [pk for pk in differ if pk in held]
    ended = [pk for pk in changed if _ends(differ[pk], fields, held[pk])]
    return LoadCounts(
        new=len(differ) - len(changed),
        changed=len(changed) - len(ended),
        same=len(wanted) - len(differ),
        ended=len(ended),
    )


def _ends(row: models.Model, fields: Sequence[str], before: tuple[Any, ...]) -> bool:
    """Whether a row was in use and is not now."""
    if "ended_on" not in fields:
        return False
    return before[fields.index("ended_on")] is None and getattr(row, "ended_on") is not None  # noqa: B009


def _counted(load: PlaceLoad, counts: LoadCounts) -> LoadCounts:
    require_transaction()
    PlaceLoad.objects.filter(pk=load.pk).update(
        new=F("new") + counts.new,
        changed=F("changed") + counts.changed,
        same=F("same") + counts.same,
        ended=F("ended") + counts.ended,
    )
    return counts
