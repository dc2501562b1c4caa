"""One planned time as a value, and why some times cannot be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from marketplace.core.dates import Weekday
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

#: Judgement: a shorter visit is a slip of the finger. The longest is a day and a night of live-in care.
LEAST_MINUTES = 5
MOST_MINUTES = 24 * 60
#: Judgement: more people than this at one visit are a slip of the finger; to lift somebody takes four.
MOST_WORKERS = 6
#: What comes less often than once a year is planned by its date.
MOST_WEEKS = 52
#: Judgement: seven days with a visit every two hours, and as many again.
MOST_TIMES = 168
_UNSAVED = UUID(int=0)


class TermTime(LabelledEnum):
    """In which part of the school year something happens."""

    ALWAYS = "always", "All year"
    TERM = "term", "In term time only"
    HOLIDAYS = "holidays", "In school holidays only"


@dataclass(frozen=True)
class PlannedTime:
    """A weekday, or one date, on which something happens: when, how long and by how many people.

    `uuid` lasts as long as the time is planned, through every version of what it belongs to. Exactly
    one of `weekday` and `on` is given. `start` is a London time of day, None where it is not agreed;
    what runs past midnight belongs to the day on which it begins. `minutes` are of each worker.

    A weekday comes every so many weeks. Where that is more than one, `counted_from` is the Monday of
    the first week in which it comes: nothing happens before.
    """

    uuid: UUID
    minutes: int
    weekday: Weekday | None = None
    on: date | None = None
    start: time | None = None
    workers: int = 1
    every_weeks: int = 1
    counted_from: date | None = None
    term_time: TermTime = TermTime.ALWAYS


def times_problems(times: Sequence[PlannedTime]) -> list[Problem]:
    """Why these cannot be the times of one thing.

    Each names its place in the list, from 1: the fact `number`, and the field, as in `minutes_2`.
    """
    if len(times) > MOST_TIMES:
        return [problem("times_too_many", most=MOST_TIMES)]
    found = [one for n, planned in enumerate(times, 1) for one in _problems(planned, n)]
    return found + list(_twice(times))


def _problems(planned: PlannedTime, number: int) -> Iterator[Problem]:
    if (planned.weekday is None) == (planned.on is None):
        yield problem("time_day_unclear", f"weekday_{number}", number=number)
    if not LEAST_MINUTES <= planned.minutes <= MOST_MINUTES:
        bounds = {"least": LEAST_MINUTES, "most": MOST_MINUTES}
        yield problem("time_minutes_out_of_range", f"minutes_{number}", number=number, **bounds)
    if not 1 <= planned.workers <= MOST_WORKERS:
        bounds = {"most": MOST_WORKERS}
        yield problem("time_workers_out_of_range", f"workers_{number}", number=number, **bounds)
    if not _is_whole_minutes(planned.start):
        yield problem("time_start_unlike", f"start_{number}", number=number)
    if planned.on is not None and _has_rhythm(planned):
        yield problem("time_date_repeats", f"on_{number}", number=number)
    yield from _week_problems(planned, number)


def _week_problems(planned: PlannedTime, number: int) -> Iterator[Problem]:
    counted, field = planned.counted_from, f"counted_from_{number}"
    if not 1 <= planned.every_weeks <= MOST_WEEKS:
        bounds = {"most": MOST_WEEKS}
        yield problem("time_weeks_out_of_range", f"every_weeks_{number}", number=number, **bounds)
    elif planned.every_weeks > 1 and counted is None:
        yield problem("time_first_week_missing", field, number=number)
    elif planned.every_weeks == 1 and counted is not None:
        yield problem("time_first_week_needless", field, number=number)
    if counted is not None and counted.weekday() != 0:
        yield problem("time_first_week_not_monday", field, number=number)


def _is_whole_minutes(start: time | None) -> bool:
    """Whether it is a plain time of the clock; seconds and time zones are nobody's plan."""
    return start is None or (start.tzinfo, start.second, start.microsecond) == (None, 0, 0)


def _has_rhythm(planned: PlannedTime) -> bool:
    return planned.every_weeks != 1 or planned.term_time != TermTime.ALWAYS


def _twice(times: Sequence[PlannedTime]) -> Iterator[Problem]:
    """The same id, or the same time of the clock under two ids; without a time, twice a day is a plan."""
    ids = Counter(one.uuid for one in times)
    same = Counter(replace(one, uuid=_UNSAVED) for one in times if one.start is not None)
    for number, one in enumerate(times, 1):
        if ids[one.uuid] > 1:
            yield problem("time_id_twice", number=number)
        if same[replace(one, uuid=_UNSAVED)] > 1:
            yield problem("time_twice", f"weekday_{number}", number=number)
