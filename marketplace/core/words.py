"""Dates, units, references and telephone numbers as people say them. No clock: today is passed in."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from marketplace.core.dates import LONDON, london_date


def london_day(moment: date | datetime) -> date:
    """The London date of a moment; a plain date is already one."""
    if not isinstance(moment, datetime):
        return moment
    return london_date(moment)


def spoken_date(moment: date | datetime) -> str:
    """A date with its month's name: "14 November 2026"."""
    day = london_day(moment)
    return f"{day.day} {day:%B %Y}"


def spoken_time(moment: datetime) -> str:
    """A London time as people write it: "9am", "5.30pm"."""
    return spoken_clock(moment.astimezone(LONDON).time())


def spoken_clock(at: time) -> str:
    """A time of day as people write it: "9am", "5.30pm"."""
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def counted(number: int, one: str, several: str) -> str:
    """A number with its noun: "1 task", "1,200 tasks"."""
    return f"{number:,} {one if number == 1 else several}"


def last_day_words(until: date) -> str:
    """The last day of a period that ends before `until`: "13 February 2028" for one that ends before the 14th."""
    return spoken_date(until - timedelta(days=1))


def spoken_length(length: timedelta) -> str:
    """A length of time in whole hours, else in whole minutes: "2 hours", "30 minutes"."""
    minutes = int(length.total_seconds() // 60)
    number, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def spoken_age(moment: date | datetime, today: date) -> str:
    """How long ago a day was: "today", "yesterday", "3 days ago", "in 4 days"."""
    days = (today - london_day(moment)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    return f"{days} days ago" if days > 0 else f"in {-days} days"


def per_unit(unit: str) -> str:
    """What a price buys, to stand after it: "hour" gives "an hour", "item" gives "each"."""
    word = str(unit).replace("_", " ").lower()
    if word == "item":
        return "each"
    # "hour" starts with a vowel sound; none of the other units does.
    return f"an {word}" if word[:1] in "aeio" or word.startswith("hour") else f"a {word}"


def dial(number: str) -> str:
    """A telephone number as a link's address wants it: digits and a leading plus only."""
    return "".join(c for c in number if c.isdigit() or c == "+")


#: What cannot be taken for one another by eye or by ear: no vowels, so no words either; no 0, 1 or 5.
REFERENCE_LETTERS = "2346789CDFGHJKMNPQRTVWXY"
#: Two groups of four: of 100,000 things of a kind in a council, two share one with a chance of 1 in 20.
REFERENCE_LENGTH = 8


def reference(public_id: UUID) -> str:
    """What somebody reads out on the phone for one row: "7K3Q-9FDM". Always the same, and not stored."""
    number, letters = public_id.int, ""
    for _ in range(REFERENCE_LENGTH):
        number, digit = divmod(number, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[digit]
    return f"{letters[:4]}-{letters[4:]}"
