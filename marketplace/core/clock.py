"""The clock is read at the doors only, and passed in from there."""

from datetime import date, datetime

from django.utils import timezone

from marketplace.core.dates import london_date


def now() -> datetime:
    """This instant, aware."""
    return timezone.now()


def today() -> date:
    """The date in London now."""
    return london_date(now())
