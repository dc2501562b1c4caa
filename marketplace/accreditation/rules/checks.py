"""When evidence counts, when an application may be sent in or accepted, and until when it holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from marketplace.accreditation.rules import (
    AccreditationState,
    EvidenceKind,
    EvidenceState,
    in_force,
)
from marketplace.core.periods import add_months

#: An application is decided within this many working days of being sent in. The council's aim.
DECIDE_WITHIN_WORKING_DAYS = 20
#: How long before its end a supplier is told to renew.
EXPIRING_DAYS = 60
#: These carry no end of their own: the criterion's months are counted from their issue.
NO_PRINTED_END = frozenset({EvidenceKind.DBS_OUTCOME, EvidenceKind.REFERENCE})


def decide_by(submitted: date) -> date:
    """The day by which an application should be decided: twenty working days on, never at a weekend.

    Bank holidays are counted as working days, so the aim is never later than it looks.
    """
    day = submitted + timedelta(weeks=DECIDE_WITHIN_WORKING_DAYS // 5)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def good_until(issued: date, expires: date | None, accepted_months: int) -> date | None:
    """The first day on which evidence no longer counts; None when it never goes out of date.

    It is the date printed on it, or the criterion's months after its issue, whichever is first.
    """
    if not accepted_months:
        return expires
    cap = add_months(issued, accepted_months)
    return cap if expires is None else min(expires, cap)


@dataclass(frozen=True)
class Dates:
    """The dates of one piece of evidence, and for how many months its criterion accepts it (0: ever)."""

    issued: date
    expires: date | None
    accepted_months: int

    @property
    def until(self) -> date | None:
        return good_until(self.issued, self.expires, self.accepted_months)

    def in_date(self, on: date) -> bool:
        return self.until is None or on < self.until


def date_problems(kind: EvidenceKind, dates: Dates, on: date) -> list[tuple[str, str]]:
    """What is wrong with the dates typed, as pairs of field and sentence.

    An end is needed when the criterion expires, unless the kind has none printed on it.
    """
    problems = []
    if dates.issued > on:
        problems.append(("issued_date", "The date it was issued cannot be after today"))
    if dates.expires is None:
        if dates.accepted_months and kind not in NO_PRINTED_END:
            problems.append(("expires_date", "Type the date it runs out"))
    elif dates.expires <= dates.issued:
        problems.append(
            ("expires_date", "The date it runs out must be after the date it was issued")
        )
    if not problems and not dates.in_date(on):
        field = "issued_date" if dates.expires is None else "expires_date"
        problems.append((field, _run_out_words(dates)))
    return problems


def _run_out_words(dates: Dates) -> str:
    if dates.expires == dates.until:
        return "This has run out already. Give one that is in date"
    months = dates.accepted_months
    return f"We accept this for {months} months after it was issued. Give a newer one"


@dataclass(frozen=True)
class Given:
    """One criterion beside what was given for it: `dates` None when nothing was."""

    question: str
    mandatory: bool
    dates: Dates | None
    state: EvidenceState = EvidenceState.PENDING


def submission_problems(given: Sequence[Given], on: date) -> list[str]:
    """Why an application cannot be sent in on a day: every required criterion needs evidence in date."""
    if not given:
        return ["This scheme asks nothing of your kind of organisation yet. Ring the council"]
    return [
        f"{one.question}: {'add your evidence' if one.dates is None else 'this has run out, give one in date'}"
        for one in given
        if (one.mandatory and one.dates is None) or (one.dates and not one.dates.in_date(on))
    ]


def acceptance_problems(given: Sequence[Given], on: date) -> list[str]:
    """Why an application cannot be accepted on a day: each required criterion accepted, and in date."""
    problems = []
    for one in given:
        if not one.mandatory:
            continue
        if one.state != EvidenceState.ACCEPTED:
            problems.append(f"{one.question}: accept this before you accredit")
        elif one.dates is None or not one.dates.in_date(on):
            problems.append(f"{one.question}: this evidence ran out after it was sent in")
    return problems


def valid_until(on: date, months: int, ends: Iterable[date | None]) -> date:
    """The day on which an accreditation granted on a day ends (not itself in force).

    The scheme's months, but never beyond the first day on which required evidence stops counting.
    """
    return min([add_months(on, months), *(end for end in ends if end is not None)])


def granting_problems(standing: AccreditationState | None) -> list[str]:
    """Why a scheme cannot be granted or renewed over what stands. A withdrawn one may be granted anew."""
    if standing == AccreditationState.SUSPENDED:
        return ["This supplier is suspended under this scheme. Lift or withdraw that first"]
    return []


def worth_copying(state: EvidenceState, dates: Dates, on: date) -> bool:
    """Whether a new application may start with this piece of an old one: not refused, still in date."""
    return state != EvidenceState.REFUSED and dates.in_date(on)


class Shows(StrEnum):
    """How an accreditation looks on a day: its state and its dates together."""

    CURRENT = "current"
    ENDING = "ending"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


def how_it_shows(state: AccreditationState, start: date, until: date, on: date) -> Shows:
    """What to say of an accreditation on a day; ending means within sixty days."""
    if state != AccreditationState.VALID:
        return Shows(state)
    if not in_force(state, start, until, on):
        return Shows.EXPIRED
    return Shows.ENDING if until <= on + timedelta(days=EXPIRING_DAYS) else Shows.CURRENT
