"""Days: bank holidays, school terms, working days and the periods of a schedule."""

from collections.abc import Iterator
from datetime import date, timedelta

FIRST_DAY = date(2025, 10, 6)
HOLIDAYS = {
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
}
FEASTS = [
    date(2025, 12, 24),
    date(2026, 4, 2),
    date(2026, 5, 22),
    date(2026, 8, 28),
    date(2026, 12, 24),
]
TERMS = [
    (date(2025, 9, 2), date(2025, 10, 24)),
    (date(2025, 11, 3), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 2, 13)),
    (date(2026, 2, 23), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 5, 22)),
    (date(2026, 6, 1), date(2026, 7, 21)),
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
]
Span = tuple[date, date]


def plus(day: date, n: int) -> date:
    """The day n days on."""
    return day + timedelta(days=n)


def last_day(months: int) -> date:
    """The last day of the run of so many months."""
    y, m = divmod(FIRST_DAY.month - 1 + months, 12)
    return plus(date(FIRST_DAY.year + y, m + 1, FIRST_DAY.day), -1)


def is_work(day: date) -> bool:
    """Whether banks work that day."""
    return day.weekday() < 5 and day not in HOLIDAYS


def work_on(day: date) -> date:
    """That day or the next working one."""
    while not is_work(day):
        day = plus(day, 1)
    return day


def work_back(day: date) -> date:
    """That day or the working one before."""
    while not is_work(day):
        day = plus(day, -1)
    return day


def in_term(day: date) -> bool:
    """Whether the week of that day is a week of school."""
    return any(a <= plus(day, 2) <= b for a, b in TERMS)


def month_end(day: date) -> date:
    """The last day of its month."""
    nxt = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return plus(nxt, -1)


def periods(schedule: str, start: date, end: date) -> Iterator[Span]:
    """Each period of a schedule that begins in the span."""
    if schedule in ("monthly", "quarterly"):
        day = start.replace(day=1)
        while day <= end:
            close = month_end(day)
            for _ in range(2 if schedule == "quarterly" else 0):
                close = month_end(plus(close, 1))
            if day >= start.replace(day=1):
                yield day, close
            day = plus(close, 1)
        return
    step = {"weekly": 7, "term-time": 7, "fortnightly": 14, "4-weekly": 28}[schedule]
    day = start
    while day <= end:
        if schedule != "term-time" or in_term(day):
            yield day, plus(day, step - 1)
        day = plus(day, step)


def feast_after(day: date, within: int) -> date | None:
    """The holiday eve that follows within so many days."""
    return next((f for f in FEASTS if 0 <= (f - day).days <= within), None)


def holiday_in(first: date, last: date) -> date | None:
    """A bank holiday in the span."""
    return next((h for h in sorted(HOLIDAYS) if first <= h <= last), None)
