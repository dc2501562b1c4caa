"""What is over and due to be erased, and what a legal hold keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet

from marketplace.accounts.models import Authority
from marketplace.accounts.queries import councils
from marketplace.core.dates import LONDON
from marketplace.core.retention import After, Kept, Whole
from marketplace.core.rooms import collected
from marketplace.council.queries import figure
from marketplace.people.models import Person
from marketplace.records.models import LegalHold
from marketplace.records.queries.roads import Model, all_parts_of, roads
from marketplace.suppliers.models import Supplier

#: The records that a hold can be set on, with the column of the hold that names them.
HELD: dict[Model, str] = {Person: "person", Supplier: "supplier"}
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Due:
    """How many rows of a kind are due in a council, or in all together, and how many are held."""

    kept: Kept
    council: Authority | None
    due: int
    held: int


def before(model: Model, field: str, today: date, days: int) -> date | datetime:
    """The first moment of a column that is not yet so many whole days ago."""
    first = today - timedelta(days=days)
    if isinstance(model._meta.get_field(field), DateTimeField):
        return datetime.combine(first, time.min, LONDON)
    return first


def days_kept(key: str, council: Authority | None, today: date) -> int:
    """A council's figure; of what belongs to no council, the longest figure of any."""
    asked = [council] if council else councils()
    return max((figure(one.pk, key, today) for one in asked), default=0)


def councils_of(kept: Kept) -> list[Authority | None]:
    """For whom a kind is counted: each council, or all together where its rows name none."""
    return list(councils()) if kept.council else [None]


def rows_of(kept: Kept, council: Authority | None) -> Rows:
    """Every row of a kind in a council."""
    rows: Rows = kept.model._base_manager.all()
    return rows.filter(**{kept.council: council}) if council else rows


def over_by_itself(kept: Kept, clock: After, council: Authority | None, today: date) -> Rows:
    """Rows whose own time is over, held or not."""
    first = before(kept.model, clock.since, today, days_kept(clock.figure, council, today))
    return rows_of(kept, council).filter(**clock.only, **{f"{clock.since}__lt": first})


def over_as_a_whole(kept: Kept, whole: Whole, council: Authority | None, today: date) -> Rows:
    """Records that are over with all their parts and not erased yet, held or not."""
    days = days_kept(whole.figure, council, today)
    rows = rows_of(kept, council).filter(erased_at=None)
    rows = rows.exclude(_any(whole.open) | _recent(kept.model, whole.last, today, days))
    for road, part in all_parts_of(kept):
        last, still = getattr(part.ends, "last", ()), getattr(part.ends, "open", ())
        if last or still:
            reasons = _any(still) | _recent(part.model, last, today, days)
            found = part.model._base_manager.filter(reasons, **{road: OuterRef("pk")})
            rows = rows.exclude(Exists(found))
    return rows


def _any(filters: tuple[Any, ...]) -> Q:
    found = Q(pk__in=[])
    for one in filters:
        found |= Q(**one)
    return found


def _recent(model: Model, last: tuple[str, ...], today: date, days: int) -> Q:
    """That one of the moments is not long enough ago, or still to come."""
    return _any(tuple({f"{name}__gte": before(model, name, today, days)} for name in last))


def held_of(kept: Kept, rows: Rows) -> Rows:
    """Those about somebody, or about a supplier, whose record a hold keeps."""
    kept_back = Q(pk__in=[])
    for root, column in HELD.items():
        held = LegalHold.objects.current().filter(**{f"{column}__isnull": False})
        for road in roads(kept, root):
            kept_back |= Q(**{f"{road}__in": held.values(column)})
    return rows.filter(kept_back)


def not_held(kept: Kept, rows: Rows) -> Rows:
    return rows.exclude(pk__in=held_of(kept, rows).values("pk"))


def everything_due(today: date) -> Iterator[Due]:
    """Each kind with its council, and what of it is due: for a run that changes nothing."""
    for kept in collected().keeps:
        for council in councils_of(kept):
            asked = [over_by_itself(kept, clock, council, today) for clock in kept.clocks]
            if isinstance(kept.ends, Whole):
                asked.append(over_as_a_whole(kept, kept.ends, council, today))
            if asked:
                over = sum(rows.count() for rows in asked)
                held = sum(held_of(kept, rows).count() for rows in asked)
                yield Due(kept, council, over - held, held)
