"""The calendar: bank holidays, school terms, periods of a schedule."""

from __future__ import annotations

from datetime import date, timedelta

BANK_HOLIDAYS = {
    date(*d)
    for d in [
        (2025, 8, 25),
        (2025, 12, 25),
        (2025, 12, 26),
        (2026, 1, 1),
        (2026, 4, 3),
        (2026, 4, 6),
        (2026, 5, 4),
        (2026, 5, 25),
        (2026, 8, 31),
        (2026, 12, 25),
        (2026, 12, 28),
        (2027, 1, 1),
        (2027, 3, 26),
        (2027, 3, 29),
        (2027, 5, 3),
        (2027, 5, 31),
        (2027, 8, 30),
        (2027, 12, 27),
    ]
}
TERMS = [
    (date(*a), date(*b))
    for a, b in [
        ((2025, 9, 3), (2025, 10, 24)),
        ((2025, 11, 3), (2025, 12, 19)),
        ((2026, 1, 5), (2026, 2, 13)),
        ((2026, 2, 23), (2026, 3, 27)),
        ((2026, 4, 13), (2026, 5, 22)),
        ((2026, 6, 1), (2026, 7, 22)),
        ((2026, 9, 2), (2026, 10, 23)),
        ((2026, 11, 2), (2026, 12, 18)),
        ((2027, 1, 4), (2027, 2, 12)),
    ]
]
FIRST_DAY = date(2025, 10, 1)
FIRST_MONDAY = date(2025, 9, 29)


def add_months(day: date, months: int) -> date:
    """The same day of a later month (days up to 28)."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, day.day)


def last_day(months: int) -> date:
    """The last day of the window."""
    return add_months(FIRST_DAY, months) - timedelta(days=1)


def working(day: date) -> bool:
    """Whether banks book on the day."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def next_working(day: date) -> date:
    """The day itself or the next one on which banks book."""
    while not working(day):
        day += timedelta(days=1)
    return day


def prev_working(day: date) -> date:
    """The day itself or the last one before on which banks book."""
    while not working(day):
        day -= timedelta(days=1)
    return day


def in_term(day: date) -> bool:
    """Whether schools are open in the week of the day."""
    return any(a <= day + timedelta(days=4) and day <= b for a, b in TERMS)


def periods(schedule: str, start: date, stop: date) -> list[tuple[date, date]]:
    """First and last days of the periods of a schedule from start on."""
    found: list[tuple[date, date]] = []
    day = start
    step = {"weekly": 7, "term-time": 7, "fortnightly": 14, "4-weekly": 28}.get(schedule, 0)
    while day <= stop:
        after = day + timedelta(days=step) if step else add_months(day.replace(day=1), 1)
        if schedule != "term-time" or in_term(day):
            found.append((day, after - timedelta(days=1)))
        day = after
    return found


def quiet_days_ahead(day: date) -> bool:
    """Whether a holiday worth paying early for falls on or just after the day."""
    return any((day + timedelta(days=n)) in BANK_HOLIDAYS for n in range(0, 3))
