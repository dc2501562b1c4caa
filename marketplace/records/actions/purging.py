"""Erasing what is over: a chunk of rows, or one whole record, in a transaction with its audit row.

Whose record a row belongs to is locked first, and only then is it asked what is held: a hold that is
set meanwhile is either seen here, or comes after the erasing and is told that there is nothing left.
"""

from collections import Counter
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.retention import After, Kept, Whole
from marketplace.core.rooms import collected
from marketplace.records.queries.due import (
    HELD,
    councils_of,
    not_held,
    over_as_a_whole,
    over_by_itself,
)
from marketplace.records.queries.roads import parts_of, roads
from marketplace.records.rules import CHUNK, MAY_ERASE_RECORDS, MOST_A_NIGHT

Rows = QuerySet[Any]


def purge(*, by: Viewer) -> Counter[str]:
    """Erase all that is due, later rooms first, up to a night's work. Answers how many of each kind.

    Safe to repeat and to cut off anywhere.
    """
    done: Counter[str] = Counter()
    left = MOST_A_NIGHT
    for kept in reversed(collected().keeps):
        for council in councils_of(kept):
            for clock in kept.clocks:
                left -= _purge_by_itself(by, kept, clock, council, left, done)
            if isinstance(kept.ends, Whole):
                left -= _purge_wholes(by, kept, council, left, done)
    return +done


def _purge_by_itself(
    by: Viewer,
    kept: Kept,
    clock: After,
    council: Authority | None,
    most: int,
    done: Counter[str],
) -> int:
    """Chunk after chunk, until none is due or the night is over. Answers how many chunks."""
    for chunk in range(most):
        due = not_held(kept, over_by_itself(kept, clock, council, by.today)).order_by("pk")
        ids = list(due.values_list("pk", flat=True)[:CHUNK])
        erased = erase_rows(by=by, kept=kept, clock=clock, council=council, ids=ids) if ids else 0
        done[kept.kind] += erased
        if not erased:
            return chunk
    return most


def _purge_wholes(
    by: Viewer, kept: Kept, council: Authority | None, most: int, done: Counter[str]
) -> int:
    """One record after the other. Answers how many transactions it took."""
    if not isinstance(kept.ends, Whole) or not most:
        return 0
    due = not_held(kept, over_as_a_whole(kept, kept.ends, council, by.today)).order_by("pk")
    ids = list(due.values_list("pk", flat=True)[:most])
    for pk in ids:
        done[kept.kind] += erase_record(by=by, kept=kept, council=council, pk=pk)
    return len(ids)


@transaction.atomic
def erase_rows(
    *, by: Viewer, kept: Kept, clock: After, council: Authority | None, ids: list[Any]
) -> int:
    """Erase those of these rows whose own time is over and that nothing holds. Answers how many."""
    check(by, MAY_ERASE_RECORDS, council.pk if council else by.council_id)
    _lock_whose(kept, kept.model._base_manager.filter(pk__in=ids))
    due = not_held(kept, over_by_itself(kept, clock, council, by.today)).filter(pk__in=ids)
    rows = list(kept.model._base_manager.filter(pk__in=due.values("pk")).order_by("pk"))
    if not rows:
        return 0
    still = [row.pk for row in rows]
    counts: Counter[str] = Counter()
    _erase(kept, kept.model._base_manager.filter(pk__in=still), counts)
    record(
        event="records_erased",
        by=by,
        subject=rows[0],
        figure=clock.figure,
        ids=[str(pk) for pk in still],
        counts=dict(counts),
    )
    return len(still)


@transaction.atomic
def erase_record(*, by: Viewer, kept: Kept, council: Authority | None, pk: int) -> int:
    """Blank one record and erase all its parts, if it is over and nothing holds it.

    Answers 1, or 0 where it is not over any more. Its row is marked first: what was frozen may go then.
    """
    check(by, MAY_ERASE_RECORDS, council.pk if council else by.council_id)
    row = kept.model._base_manager.select_for_update().filter(pk=pk).first()
    ends = kept.ends
    if row is None or not isinstance(ends, Whole):
        return 0
    due = not_held(kept, over_as_a_whole(kept, ends, council, by.today))
    if not due.filter(pk=pk).exists():
        return 0
    counts: Counter[str] = Counter()
    this = kept.model._base_manager.filter(pk=pk)
    this.update(erased_at=by.at, **_blanks(kept, pk))
    _erase_parts(kept, this, counts)
    record(event="record_erased", by=by, subject=row, figure=ends.figure, counts=dict(counts))
    return 1


def _lock_whose(kept: Kept, rows: Rows) -> None:
    """Wait for whoever holds the records that these rows belong to, in the order of their ids."""
    for root in HELD:
        ids: set[Any] = set()
        for road in roads(kept, root):
            ids |= set(rows.values_list(road, flat=True))
        found = root._base_manager.filter(pk__in=sorted(ids - {None}))
        list(found.select_for_update().order_by("pk").values_list("pk"))


def _erase_parts(kept: Kept, rows: Rows, counts: Counter[str]) -> None:
    for road, part in parts_of(kept):
        _erase(part, part.model._base_manager.filter(**{f"{road}__in": rows.values("pk")}), counts)


def _erase(kept: Kept, rows: Rows, counts: Counter[str]) -> None:
    """Parts first; then the rows, blanked or deleted, their files with the commit."""
    _erase_parts(kept, rows, counts)
    counts[kept.model._meta.label_lower] += rows.count()
    _forget_files(kept, rows)
    if kept.blanks:
        rows.update(**kept.blanks)
    else:
        _part_rows(kept, rows)
        rows.delete()


def _part_rows(kept: Kept, rows: Rows) -> None:
    """Rows that point at each other, as one that replaced another, would protect each other."""
    for field in kept.model._meta.concrete_fields:
        if field.null and field.related_model is kept.model:
            rows.exclude(**{field.name: None}).update(**{field.name: None})


def _forget_files(kept: Kept, rows: Rows) -> None:
    for name in kept.files:
        stored = kept.model._meta.get_field(name).storage
        for file in rows.exclude(**{name: ""}).values_list(name, flat=True):
            transaction.on_commit(partial(stored.delete, file))


def _blanks(kept: Kept, pk: int) -> dict[str, Any]:
    """What is written over a row; `{pk}` is its id, where a column must stay unique."""
    return {
        name: value.format(pk=pk) if isinstance(value, str) else value
        for name, value in kept.blanks.items()
    }
