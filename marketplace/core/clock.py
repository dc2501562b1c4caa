"""The clock is read at the doors only, and passed in from there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This instant, aware."""
    return timezone.now()


def today() -> date:
    """The date in London now."""
    return london_date(now())


def london_date(at: datetime) -> date:
    """The date in London at an instant: 23:30 UTC in June is already tomorrow there."""
    return at.astimezone(LONDON).date()
