"""When a listing can be had: the days and parts of the day, and how many units a week."""

from collections.abc import Collection
from datetime import time

from marketplace.core.dates import WEEKDAYS
from marketplace.core.errors import Problem, problem
from marketplace.listings.rules.units import DAY_PART_HOURS, DayPart, PriceUnit

#: The place of the day in `WEEKDAYS`, and the part of it.
SlotPair = tuple[int, DayPart]
_DAY_MINUTES = 24 * 60
#: Judgement: less than an hour of a part of the day is no time for a visit in it. With a smaller
#: number an imported shop that closes at 6.30pm would offer evenings.
LEAST_MINUTES = 60
#: Judgement: more of anything a week than this is a slip of the finger.
MOST_OFFERED = 100_000


def slot_problems(slots: Collection[SlotPair]) -> list[Problem]:
    """Why these cannot be the times of a listing."""
    if any(not 0 <= day < len(WEEKDAYS) for day, _ in slots):
        return [problem("listing_slot_day_unknown", "slots")]
    return []


def capacity_problems(
    offered: int, unit: PriceUnit, *, taken: int, taken_unit: PriceUnit | None
) -> list[Problem]:
    """Why so many units a week cannot be offered, where so many are taken already."""
    if not 0 <= offered <= MOST_OFFERED:
        return [problem("listing_capacity_out_of_range", "offered", most=MOST_OFFERED)]
    if taken and (taken_unit != unit or offered < taken):
        return [problem("listing_capacity_below_taken", "offered", taken=taken, unit=taken_unit)]
    return []


def parts_between(opens: time, closes: time) -> list[DayPart]:
    """The parts of a day that opening hours share at least an hour with."""
    start, end = _minutes(opens), _minutes(closes)
    end += _DAY_MINUTES if end <= start else 0
    return [part for part in DayPart if _shared(part, start, end) >= LEAST_MINUTES]


def _shared(part: DayPart, start: int, end: int) -> int:
    first, last = (_minutes(at) for at in DAY_PART_HOURS[part])
    last += _DAY_MINUTES if last <= first else 0
    # The small hours belong to the night that began the day before, and may come again after it.
    spans = [(first + shift, last + shift) for shift in (-_DAY_MINUTES, 0, _DAY_MINUTES)]
    return sum(max(0, min(end, until) - max(start, begin)) for begin, until in spans)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
