"""What may be told of counts of people, so that nobody is found by a number."""

from datetime import date

#: Counts below this are not told (NHS England, adult social care statistics: disclosure control).
HIDDEN_BELOW = 5
#: Others are told to the nearest of these, so that none is found as the rest of a sum.
ROUNDED_TO = 5


def suppressed(number: int) -> int | None:
    """What may be told of a number: the nearest five, and nothing below five."""
    if number < HIDDEN_BELOW:
        return None
    return (number + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def published_until(today: date) -> date:
    """The first day that is not counted yet. Whole months only: a daily count would tell of each day."""
    return today.replace(day=1)
