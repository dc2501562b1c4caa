"""How many concerns there were, for commissioners: by financial year, nothing that is below five."""

from datetime import date

from django.db.models import Q

from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import midnight
from marketplace.core.disclosure import published_until, suppressed
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.rules import (
    AboutWhom,
    ConcernState,
    Count,
    OutcomeMet,
    RiskAfter,
)

#: This financial year and the two before.
YEARS = 3
_MET = (OutcomeMet.FULLY, OutcomeMet.PARTLY)
_LESS = (RiskAfter.REMOVED, RiskAfter.REDUCED)
#: What is counted: the moment that says in which year, and which rows.
COUNTED = {
    "Concerns about adults": ("raised_at", Q(about=AboutWhom.ADULT)),
    "Concerns about children, for children’s services": (
        "raised_at",
        Q(about=AboutWhom.CHILD),
    ),
    "Section 42 enquiries begun": ("decided_at", Q(decision=ConcernState.SECTION_42)),
    "Other enquiries begun": ("decided_at", Q(decision=ConcernState.OTHER_ENQUIRY)),
    "No further action": ("decided_at", Q(decision=ConcernState.NO_ACTION)),
    "Closed": ("ended_at", Q(state=ConcernState.CLOSED)),
    "Closed, with the person’s outcome fully or partly met": (
        "ended_at",
        Q(state=ConcernState.CLOSED, outcome_met__in=_MET),
    ),
    "Closed, with the risk removed or reduced": (
        "ended_at",
        Q(state=ConcernState.CLOSED, risk_after__in=_LESS),
    ),
}


def counts_by_year(viewer: Viewer) -> tuple[list[date], list[Count]]:
    """The first day of each financial year, newest first, and each count in them. 24 short queries."""
    until = published_until(viewer.today)
    starts = [date(_year_of(until) - back, 4, 1) for back in range(YEARS)]
    here = SafeguardingConcern.objects.filter(authority_id=viewer.council_id)
    counts = []
    for label, (moment, only) in COUNTED.items():
        told = []
        for start in starts:
            end = min(until, date(start.year + 1, 4, 1))
            days = {f"{moment}__gte": midnight(start), f"{moment}__lt": midnight(end)}
            told.append(suppressed(here.filter(only, **days).count()))
        counts.append(Count(label, tuple(told)))
    return starts, counts


def _year_of(day: date) -> int:
    """The year in which the financial year began to which the day before belongs."""
    return day.year if (day.month, day.day) > (4, 1) else day.year - 1
