"""What may be left in a person's accounts for what cannot be planned, and what is surplus above it.

Source: payment agreements leave so many weeks of payments in; surplus = balance - contingency weeks x weekly.
"""

from collections.abc import Iterable
from datetime import date

from marketplace.brokerage.rules import FundingSegment


def kept_pence(segments: Iterable[FundingSegment], on: date, council_weeks: int) -> int:
    """Pence that may be left over on a day: for each agreement in force its own weeks of what it pays
    in, else the council's."""
    return sum(
        _weeks(segment, council_weeks) * sum(part.weekly_pence for part in segment.paid_in)
        for segment in segments
        if segment.holds_on(on)
    )


def surplus_pence(left_pence: int, kept: int) -> int:
    """What of the money left is above what may be left over; never below 0."""
    return max(left_pence - kept, 0)


def _weeks(segment: FundingSegment, council_weeks: int) -> int:
    own = segment.contingency_weeks
    return council_weeks if own is None else own
