"""Reading a plan and a budget as payments to expect: how often, how much, from whom."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from marketplace.brokerage.rules import Frequency, Payer
from marketplace.listings.rules import WEEKDAYS

# By definition: days and months from one due date to the next; zero where the other counts.
_INTERVALS: Mapping[Frequency, tuple[int, int]] = {
    Frequency.WEEK: (7, 0),
    Frequency.FORTNIGHT: (14, 0),
    Frequency.FOUR_WEEKS: (28, 0),
    Frequency.MONTH: (0, 1),
    Frequency.QUARTER: (0, 3),
    Frequency.YEAR: (0, 12),
    Frequency.ONCE: (0, 0),
}


def interval(frequency: str) -> tuple[int, int]:
    """A frequency as days and months between due dates; both zero for once."""
    return _INTERVALS[Frequency(frequency)]


def only_weekday(when: str) -> int | None:
    """The weekday that a plan's words name, Monday is zero; None when they name none or several."""
    said = when.lower()
    named = {
        number
        for number, day in enumerate(WEEKDAYS)
        if re.search(rf"\b{day.label.lower()}s?\b", said)
    }
    return named.pop() if len(named) == 1 else None


def hundredths(quantity: Decimal) -> int:
    """A quantity of units, which has at most two decimals, in hundredths."""
    return int(quantity * 100)


def week_start(day: date) -> date:
    """The Monday of a day's week, so that a plan approved on a Friday covers that week."""
    return day - timedelta(day.weekday())


def load_weekly_pence(
    streams: Sequence[tuple[str, int]], *, direct_pence: int, managed_pence: int
) -> list[int]:
    """What the council may pay into the card or account a week, likeliest first.

    What the plan leaves to the person, net of their contribution or gross; or the streams of all
    other payers, less what the council pays to suppliers itself or whole. Zero is left out.
    """
    own = contribution_weekly_pence(streams)
    others = sum(pence for _, pence in streams) - own
    ways = (direct_pence - own, direct_pence, others - managed_pence, others)
    return list(dict.fromkeys(pence for pence in ways if pence > 0))


def contribution_weekly_pence(streams: Sequence[tuple[str, int]]) -> int:
    """What the person pays in a week."""
    return sum(pence for payer, pence in streams if payer == Payer.PERSON)


def weights(streams: Mapping[int, int]) -> dict[int, int]:
    """The proportions in which funds share a payment, as agreed in pence a week; equal when the
    budget agrees nothing."""
    return dict(streams) if any(streams.values()) else dict.fromkeys(streams, 1)
