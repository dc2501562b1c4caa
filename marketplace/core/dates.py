"""London dates and the days of the week. No clock: an instant is passed in."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from marketplace.core.labels import LabelledEnum

LONDON = ZoneInfo("Europe/London")


class Weekday(LabelledEnum):
    """The days of the week in order. The place in this order is `date.weekday()`: Monday is 0."""

    MONDAY = "mon", "Monday"
    TUESDAY = "tue", "Tuesday"
    WEDNESDAY = "wed", "Wednesday"
    THURSDAY = "thu", "Thursday"
    FRIDAY = "fri", "Friday"
    SATURDAY = "sat", "Saturday"
    SUNDAY = "sun", "Sunday"


WEEKDAYS = tuple(Weekday)


def london_date(at: datetime) -> date:
    """The date in London at an instant: 23:30 UTC in June is already tomorrow there."""
    return at.astimezone(LONDON).date()


def midnight(day: date) -> datetime:
    """The instant at which a day begins in London."""
    return datetime.combine(day, time(), LONDON)
