"""Filters: money, dates and units as people say them."""

from datetime import date, datetime

from django import template

from marketplace.core import clock, words
from marketplace.core.pence import format_pounds

register = template.Library()


@register.filter
def pounds(pence: int | None) -> str:
    """Pence as "£1,234.50"; "Not stated" for None."""
    return "Not stated" if pence is None else format_pounds(pence)


@register.filter(name="counted")
def counted_filter(number: int, nouns: str) -> str:
    """A number with its noun, given as "task,tasks"."""
    one, _, several = nouns.partition(",")
    return words.counted(number, one, several)


@register.filter(name="london_date")
def london_date_filter(moment: date | datetime | None) -> str:
    """A date or moment as "14 November 2026"; "Not stated" for None."""
    return words.spoken_date(moment) if moment else "Not stated"


@register.filter
def last_day(until: date | None) -> str:
    """The last day of a period that ends before ``until``; "No end date" for None."""
    return words.last_day_words(until) if until else "No end date"


@register.filter
def london_time(moment: datetime | None) -> str:
    """A moment as "14 November 2026 at 5.30pm"."""
    if not moment:
        return "Not stated"
    return f"{words.spoken_date(moment)} at {words.spoken_time(moment)}"


@register.filter
def ago_days(moment: date | datetime | None, today: date | None = None) -> str:
    """How long ago: "today", "3 days ago", "in 4 days". Pass ``today`` where the view has it."""
    return words.spoken_age(moment, today or clock.today()) if moment else "never"


register.filter("per_unit", words.per_unit)
register.filter("dial", words.dial)
register.filter("reference", words.reference)
