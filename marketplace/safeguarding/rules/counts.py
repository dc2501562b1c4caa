"""How many concerns may be told of, so that nobody is found by a count."""

from dataclasses import dataclass
from datetime import date

#: Counts below this are not told (NHS England, Safeguarding Adults Collection: disclosure control).
HIDDEN_BELOW = 5
#: Others are told to the nearest of these, so that none is found as the rest of a sum.
ROUNDED_TO = 5


@dataclass(frozen=True)
class Count:
    """What is counted, in words, and how often it is in each year; `None` where it is hidden."""

    label: str
    told: tuple[int | None, ...]


def suppressed(number: int) -> int | None:
    """What may be told of a number: the nearest five, and nothing below five."""
    if number < HIDDEN_BELOW:
        return None
    return (number + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def published_until(today: date) -> date:
    """The first day that is not counted yet. Whole months only: a daily count would tell of each day."""
    return today.replace(day=1)
