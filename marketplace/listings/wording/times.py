"""Free time in words: how much, on which days, in which parts of the day."""

from collections.abc import Collection
from dataclasses import dataclass

from marketplace.core.dates import WEEKDAYS, Weekday
from marketplace.core.words import spoken_clock
from marketplace.listings.rules import (
    DAY_PART_HOURS,
    DayPart,
    PriceUnit,
    SlotPair,
)
from marketplace.suppliers.rules import SupplierKind

DAY_PART_PLURALS = {
    DayPart.MORNING: "mornings",
    DayPart.LUNCH: "lunchtimes",
    DayPart.AFTERNOON: "afternoons",
    DayPart.EVENING: "evenings",
    DayPart.NIGHT: "nights",
}
#: What a supplier counts in, in the order in which it is asked.
CAPACITY_UNITS = {
    PriceUnit.HOUR: "Hours a week",
    PriceUnit.VISIT: "Visits a week",
    PriceUnit.SESSION: "Sessions a week",
    PriceUnit.NIGHT: "Nights a week",
    PriceUnit.WEEK: "Places",
    PriceUnit.ITEM: "Items in stock",
    PriceUnit.MILE: "Miles a week",
}
#: What a place is, where it is not simply a space.
_PLACES: dict[str, str] = {SupplierKind.CARE_HOME: "bed"}
_WEEKEND = frozenset(WEEKDAYS.index(day) for day in (Weekday.SATURDAY, Weekday.SUNDAY))
#: From so many parts of the day on they are not listed. Judgement: a card has room for three.
_MOST_TIMES = 4


def free_amount_words(free: int, unit: PriceUnit, kind: str = "") -> str:
    """How much space there is, as is said of this kind of supplier.

    "Has space: 9 hours a week", "2 beds available", "3 in stock"; "Full" or "Out of stock" for 0.
    """
    plural = "" if free == 1 else "s"
    if unit == PriceUnit.ITEM:
        return f"{free} in stock" if free else "Out of stock"
    if free == 0:
        return "Full"
    if unit == PriceUnit.WEEK:
        return f"{free} {_PLACES.get(kind, 'space')}{plural} available"
    if kind == SupplierKind.PERSONAL_ASSISTANT:
        return f"Has time for {free} more {unit.value}{plural} a week"
    return f"Has space: {free} {unit.value}{plural} a week"


def times_words(slots: Collection[SlotPair]) -> str:
    """When, in a few words: "weekday mornings and evenings", "weekend nights"; empty for no slots."""
    if not slots:
        return ""
    days = {day for day, _ in slots}
    parts = [p for p in DayPart if any(part == p for _, part in slots)]
    which = "weekend" if days <= _WEEKEND else "" if days & _WEEKEND else "weekday"
    if len(parts) >= _MOST_TIMES:
        return f"{which}s, most times of day" if which else "most times of day"
    plurals = [DAY_PART_PLURALS[p] for p in parts]
    named = " and ".join([", ".join(plurals[:-1]), plurals[-1]] if plurals[1:] else plurals)
    return f"{which} {named}".strip()


def free_words(
    free: int | None, unit: PriceUnit | None, slots: Collection[SlotPair], kind: str = ""
) -> str:
    """One line for an offer: amount and times as far as they are known; empty when neither is."""
    amount = free_amount_words(free, unit, kind) if free is not None and unit else ""
    when = times_words(slots) if free != 0 else ""
    words = ", ".join(w for w in (amount, when) if w)
    return words[:1].upper() + words[1:]


def part_hours_words() -> str:
    """When the parts of the day are: "Morning is 7am to 11am, lunch 11am to 2pm, …"."""
    spans = [
        f"{part.label.lower()} {spoken_clock(start)} to {spoken_clock(end)}"
        for part, (start, end) in DAY_PART_HOURS.items()
    ]
    first, others = ", ".join(spans).split(" ", 1)
    return f"{first.capitalize()} is {others}."


@dataclass(frozen=True)
class FreeTimes:
    """A grid of days and those parts of the day that are ever free."""

    parts: tuple[str, ...]
    days: tuple[tuple[str, tuple[bool, ...]], ...]

    @property
    def hours(self) -> str:
        """When each part of the day is."""
        return part_hours_words()


def free_times(slots: Collection[SlotPair]) -> FreeTimes | None:
    """The grid, or None where no time is stated."""
    if not slots:
        return None
    parts = [part for part in DayPart if part in {p for _, p in slots}]
    return FreeTimes(
        tuple(part.label for part in parts),
        tuple(
            (day.label, tuple((number, part) in slots for part in parts))
            for number, day in enumerate(WEEKDAYS)
        ),
    )
