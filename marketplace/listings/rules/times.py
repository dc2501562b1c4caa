"""Free time in words: how much, on which days, in which parts of the day."""

from collections.abc import Collection
from datetime import time

from marketplace.listings.rules.units import DAY_PART_HOURS, DayPart, PriceUnit

Slot = tuple[int, DayPart]
PART_PLURALS = {
    DayPart.MORNING: "mornings",
    DayPart.LUNCH: "lunchtimes",
    DayPart.AFTERNOON: "afternoons",
    DayPart.EVENING: "evenings",
    DayPart.NIGHT: "nights",
}
WEEKEND = frozenset({5, 6})
_DAY = 24 * 60
_LEAST_MINUTES = 60


def amount_words(free: int, unit: PriceUnit) -> str:
    """How much is free: "9 hours a week free", "2 places free", "Full at the moment"."""
    if free == 0:
        return "Full at the moment"
    one = free == 1
    if unit == PriceUnit.WEEK:
        return f"{free} place{'' if one else 's'} free"
    if unit == PriceUnit.ITEM:
        return f"{free} in stock"
    return f"{free} {unit.value}{'' if one else 's'} a week free"


def times_words(slots: Collection[Slot]) -> str:
    """When, in a few words: "weekday mornings and evenings", "weekend nights"; empty for no slots."""
    if not slots:
        return ""
    days = {day for day, _ in slots}
    parts = [p for p in DayPart if any(part == p for _, part in slots)]
    if len(parts) >= 4:
        named = "most times of day"
    else:
        plurals = [PART_PLURALS[p] for p in parts]
        named = " and ".join([", ".join(plurals[:-1]), plurals[-1]] if plurals[1:] else plurals)
    if days <= WEEKEND:
        return f"weekends, {named}" if len(parts) >= 4 else f"weekend {named}"
    if not days & WEEKEND:
        return f"weekdays, {named}" if len(parts) >= 4 else f"weekday {named}"
    return named


def free_words(free: int | None, unit: PriceUnit | None, slots: Collection[Slot]) -> str:
    """One line for an offer: amount and times as far as they are known; empty when neither is."""
    amount = amount_words(free, unit) if free is not None and unit else ""
    when = times_words(slots) if free != 0 else ""
    words = ", ".join(w for w in (amount, when) if w)
    return words[:1].upper() + words[1:]


def parts_between(opens: time, closes: time) -> list[DayPart]:
    """The parts of a day that opening hours share at least an hour with."""
    start, end = _minutes(opens), _minutes(closes)
    end += _DAY if end <= start else 0
    return [part for part in DayPart if _shared(part, start, end) >= _LEAST_MINUTES]


def _shared(part: DayPart, start: int, end: int) -> int:
    first, last = (_minutes(at) for at in DAY_PART_HOURS[part])
    last += _DAY if last <= first else 0
    # The small hours belong to the night that began the day before, and may come again after it.
    spans = [(first + shift, last + shift) for shift in (-_DAY, 0, _DAY)]
    return sum(max(0, min(end, until) - max(start, begin)) for begin, until in spans)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
