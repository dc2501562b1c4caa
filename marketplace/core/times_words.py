"""Planned times as a sentence. It is written from the times and never read back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from marketplace.core.dates import WEEKDAYS
from marketplace.core.times import PlannedTime, TermTime
from marketplace.core.words import spoken_clock, spoken_date, spoken_length

#: From so long on a weekly time is known by its end ("5.30pm to 8.30pm"). Judgement: what is shorter
#: is a visit, known by its length.
SESSION_MINUTES = 120
_DAY_MINUTES = 24 * 60
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_TERM_WORDS = {TermTime.TERM: "in term time", TermTime.HOLIDAYS: "in school holidays"}


@dataclass(frozen=True)
class _Alike:
    """Times that differ in nothing but their day and their start."""

    minutes: int
    workers: int
    every_weeks: int
    counted_from: date | None
    term_time: TermTime
    is_dated: bool
    has_start: bool
    days: tuple[date | int, ...] = ()


def spoken_times(times: Iterable[PlannedTime]) -> str:
    """Times as people say them: "Monday to Friday, 8.30am, 45 minutes", "Wednesdays 5.30pm to 8.30pm".

    Days with the same times, and starts of the same days and length, are said together; the rest is
    parted by semicolons. Empty for no times. The first letter is not made a capital.
    """
    return "; ".join(_words(alike, starts) for alike, starts in _in_order(_together(times)))


def _together(times: Iterable[PlannedTime]) -> dict[_Alike, list[time | None]]:
    """The starts of each group of times: first by the days of one start, then by the starts of the same days."""
    by_start: dict[tuple[_Alike, time | None], list[date | int]] = defaultdict(list)
    for one in times:
        by_start[_alike(one), one.start].append(_day(one))
    groups: dict[_Alike, list[time | None]] = defaultdict(list)
    for (alike, start), days in by_start.items():
        for layer in _layers(days):
            groups[replace(alike, days=layer)].append(start)
    return groups


def _layers(days: Sequence[date | int]) -> Iterator[tuple[date | int, ...]]:
    """Each day once, then those that come a second time, and so on."""
    counted = Counter(days)
    for least in range(1, max(counted.values()) + 1):
        yield tuple(sorted((d for d, n in counted.items() if n >= least), key=_place))


def _alike(one: PlannedTime) -> _Alike:
    return _Alike(
        one.minutes,
        one.workers,
        one.every_weeks,
        one.counted_from,
        one.term_time,
        is_dated=one.weekday is None,
        has_start=one.start is not None,
    )


def _day(one: PlannedTime) -> date | int:
    """A weekday by its place, Monday 0, or the single date."""
    return WEEKDAYS.index(one.weekday) if one.weekday else one.on or date.max


def _place(day: date | int) -> int:
    return day if isinstance(day, int) else day.toordinal()


def _in_order(
    groups: dict[_Alike, list[time | None]],
) -> list[tuple[_Alike, list[time | None]]]:
    """Weekly times before single dates, by their first day and start."""
    sorted_starts = {one: sorted(starts, key=_minute) for one, starts in groups.items()}
    return sorted(
        sorted_starts.items(),
        key=lambda pair: (pair[0].is_dated, _place(pair[0].days[0]), _minute(pair[1][0])),
    )


def _minute(start: time | None) -> int:
    return start.hour * 60 + start.minute if start else -1


def _words(alike: _Alike, starts: Sequence[time | None]) -> str:
    when, is_session = _when(alike), _is_session(alike)
    clock = _times_of_day(alike, starts, is_session=is_session)
    length = spoken_length(timedelta(minutes=alike.minutes)) + (" each" if starts[1:] else "")
    if is_session and alike.every_weeks == 1:
        when, clock = f"{when} {clock}", ""
    people = f"{_NUMBERS.get(alike.workers, alike.workers)} people together"
    parts = (
        when,
        clock,
        "" if is_session else length,
        people if alike.workers > 1 else "",
        _TERM_WORDS.get(alike.term_time, ""),
    )
    return ", ".join(part for part in parts if part)


def _is_session(alike: _Alike) -> bool:
    long = SESSION_MINUTES <= alike.minutes < _DAY_MINUTES
    return long and alike.has_start and not alike.is_dated


def _times_of_day(alike: _Alike, starts: Sequence[time | None], *, is_session: bool) -> str:
    if not alike.has_start:
        often = {1: "", 2: "twice a day"}
        return often.get(len(starts), f"{len(starts)} times a day")
    known = [start for start in starts if start]
    if not is_session:
        return _and([spoken_clock(start) for start in known])
    return _and([f"{spoken_clock(one)} to {_end(one, alike.minutes)}" for one in known])


def _end(start: time, minutes: int) -> str:
    return spoken_clock(time(*divmod((_minute(start) + minutes) % _DAY_MINUTES, 60)))


def _when(alike: _Alike) -> str:
    if alike.is_dated:
        return _and([spoken_date(day) for day in alike.days if isinstance(day, date)])
    places = [day for day in alike.days if isinstance(day, int)]
    if alike.counted_from is not None and alike.every_weeks > 1:
        return _every_few_weeks(alike.every_weeks, places, alike.counted_from)
    if len(places) == len(WEEKDAYS):
        return "every day"
    return _run(places) or _and([f"{WEEKDAYS[place].label}s" for place in places])


def _every_few_weeks(weeks: int, places: Sequence[int], counted_from: date) -> str:
    """ "every second Friday from 9 October 2026"; "fourth" would be the fourth Friday of the month."""
    first = f"from {spoken_date(counted_from + timedelta(days=places[0]))}"
    named = _run(places)
    if named:
        return f"every {'second week' if weeks == 2 else f'{weeks} weeks'}, {named}, {first}"
    named = _and([WEEKDAYS[place].label for place in places])
    return (
        f"every second {named} {first}" if weeks == 2 else f"every {weeks} weeks on {named} {first}"
    )


def _run(places: Sequence[int]) -> str:
    """ "Monday to Friday" where three days or more follow one another; else empty."""
    if len(places) < 3 or places[-1] - places[0] != len(places) - 1:
        return ""
    return f"{WEEKDAYS[places[0]].label} to {WEEKDAYS[places[-1]].label}"


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
