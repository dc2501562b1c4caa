"""From when until when anyone may see a listing: by whom it is accredited, and how lately confirmed."""

from collections.abc import Sequence
from datetime import date, timedelta

from marketplace.core.periods import add_months

Days = tuple[date, date]
#: After so many months without the supplier's word that it is still right, a listing is hidden.
#: Judgement: a year, as the directory's pages say. A change moves what is public at once, and the
#: index must be built again, because its documents keep the day on which each ends.
STALE_AFTER_MONTHS = 12


def stale_when_confirmed_by(on: date) -> date:
    """The last day of confirmation that is too old on a day."""
    return add_months(on, -STALE_AFTER_MONTHS)


def stale_from(confirmed: date) -> date:
    """The first day on which a listing confirmed on that day is too old to be public."""
    day = add_months(confirmed, STALE_AFTER_MONTHS)
    while stale_when_confirmed_by(day) < confirmed:
        day += timedelta(days=1)
    return day


def public_days(spans: Sequence[Days], *, confirmed: date, today: date) -> Days | None:
    """The first unbroken run of days, not over by today, on which a published listing is public.

    `spans` are the covering accreditations, half-open, as the answer is. None when there is none.
    """
    runs: list[Days] = []
    for start, end in sorted(spans):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    stale = stale_from(confirmed)
    cut = ((start, min(end, stale)) for start, end in runs)
    return next(((start, end) for start, end in cut if end > today and end > start), None)


def last_confirmed(listing: date, capacity: date | None) -> date:
    """When a supplier last confirmed a listing: the whole of it, or how much of it is free."""
    return max(listing, capacity) if capacity else listing
