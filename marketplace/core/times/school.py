"""School terms: for which days they are known, and which of those are in term time.

Terms are handed in as the periods that a council has set; half-term is the gap between two. A day of
which nothing is known counts as term time, as three days of four are.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from marketplace.core.errors import Problem, problem
from marketplace.core.periods import Period
from marketplace.core.times.planned import PlannedTime, TermTime

#: A longer gap between two terms is no holiday: the terms between are not set yet. Judgement: the
#: summer holiday of English schools has six to seven weeks, of independent ones up to nine.
LONGEST_HOLIDAY = timedelta(weeks=10)


def known_stretches(terms: Iterable[Period]) -> list[Period]:
    """The periods of which it is known whether school is on, in order: terms and holidays between them."""
    stretches: list[Period] = []
    for term in sorted(terms, key=lambda one: one.start):
        if stretches and term.start <= _end(stretches[-1]) + _slack(stretches[-1]):
            before = stretches.pop()
            term = Period(before.start, _later(before.until, term.until))
        stretches.append(term)
    return stretches


def unknown_terms(period: Period, terms: Iterable[Period]) -> list[Period]:
    """The parts of a period of which nobody has said whether school is on, in order."""
    unknown, start = [], period.start
    for stretch in known_stretches(terms):
        if not stretch.overlaps(period):
            continue
        if start < stretch.start:
            unknown.append(Period(start, stretch.start))
        if stretch.until is None:
            return unknown
        start = stretch.until
    if period.until is None or start < period.until:
        unknown.append(Period(start, period.until))
    return unknown


def term_notes(
    times: Iterable[PlannedTime], period: Period, terms: Iterable[Period]
) -> list[Problem]:
    """What to say beside times that hang on the school year, where the terms are not known."""
    if all(one.term_time == TermTime.ALWAYS for one in times):
        return []
    return unknown_term_notes(period, terms)


def unknown_term_notes(period: Period, terms: Iterable[Period]) -> list[Problem]:
    """One note for each part of a period of which no terms are set."""
    return [
        problem("school_terms_unknown", start=one.start, until=one.until)
        for one in unknown_terms(period, terms)
    ]


class SchoolYear:
    """Whether school is on, asked for many days."""

    def __init__(self, terms: Collection[Period]) -> None:
        self._terms = terms
        self._known = known_stretches(terms)

    def allows(self, term_time: TermTime, day: date) -> bool:
        """Whether something of this part of the school year happens on a day."""
        if term_time == TermTime.ALWAYS:
            return True
        return self._is_on(day) == (term_time == TermTime.TERM)

    def _is_on(self, day: date) -> bool:
        is_known = any(day in one for one in self._known)
        return not is_known or any(day in term for term in self._terms)


def _end(stretch: Period) -> date:
    return stretch.until or date.max


def _slack(stretch: Period) -> timedelta:
    return min(LONGEST_HOLIDAY, date.max - _end(stretch))


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
