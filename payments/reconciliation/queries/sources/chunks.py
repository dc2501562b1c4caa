"""Rows a range at a time, so that a proof of many takes no more memory than one of few."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

# Rows looked at together. Judgement: few enough for the 32,766 values that SQLite takes in one query, and
# many enough that the queries of a range cost little for each row.
CHUNK = 2_000


def in_chunks(rows: QuerySet[Any, Any]) -> Iterator[list[Any]]:
    """The rows in the order of their keys, one query for each range. They must have `pk`."""
    after = 0
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield found
        after = found[-1].pk
