"""London dates. No clock: an instant is passed in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_date(at: datetime) -> date:
    """The date in London at an instant: 23:30 UTC in June is already tomorrow there."""
    return at.astimezone(LONDON).date()
