"""Reading facts as they were known on a day: what was recorded by then, with the ends it had then."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from marketplace.brokerage.models import AgreementTerms, MovedEnd, PersonalBudget, SupportPlan
from marketplace.core.dates import LONDON


def end_of(day: date | None) -> datetime | None:
    """The first moment after a London day; None for as known now."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(1), time(), LONDON)


def recorded_by(moment: datetime | None, column: str = "recorded_at") -> Q:
    """Recorded before a moment; anything where none is given."""
    return Q() if moment is None else Q(**{f"{column}__lt": moment})


def not_withdrawn(moment: datetime | None) -> Q:
    """Not withdrawn, or only after a moment."""
    kept = Q(withdrawn_at=None)
    return kept if moment is None else kept | Q(withdrawn_at__gte=moment)


def until_of(
    row: PersonalBudget | AgreementTerms | SupportPlan, moment: datetime | None
) -> date | None:
    """On which day a row ends, as known before a moment. Load it with its moved ends."""
    later: Iterable[MovedEnd] = (
        moved
        for moved in row.moved_ends.all()
        if moment is not None and moved.recorded_at >= moment
    )
    first = min(later, key=lambda moved: (moved.recorded_at, moved.pk), default=None)
    return row.until_date if first is None else first.until_before
