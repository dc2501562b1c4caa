"""What happens in somebody's case and when, in the words of the national return.

Source: NHS England, Adult Social Care Client Level Data specification, release 2: event type, route of
access and event outcome.
"""

from datetime import date

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum


class EventKind(LabelledEnum):
    """A step of a case that is counted."""

    REQUEST = "request", "Asked for support"
    ASSESSMENT = "assessment", "Assessment"
    DECIDED = "decided", "Support decided"
    FIRST_SERVICE = "first_service", "First service"
    REVIEW = "review", "Review"


class EventRoute(LabelledEnum):
    """How somebody came to the council."""

    COMMUNITY = "community", "From home, or another way"
    DISCHARGE = "discharge", "Discharge from hospital"
    DIVERSION = "diversion", "Instead of hospital"
    TRANSITION = "transition", "From children’s services"
    FUNDS_USED = "funds_used", "Paid for their own care until now"
    PRISON = "prison", "From prison"


class EventResult(LabelledEnum):
    """What came of it."""

    ASSESSMENT = "assessment", "Go on to an assessment"
    SHORT_TERM = "short_term", "Short-term support to get well"
    PLANNING = "planning", "Go on to a support plan"
    REASSESSMENT = "reassessment", "Assess again"
    NO_CHANGE = "no_change", "No change"
    ADVICE = "advice", "Information and advice only"
    SELF_FUNDED = "self_funded", "Pays for their own care"
    DECLINED = "declined", "Said no to support"
    HOSPITAL = "hospital", "Went to hospital"
    ENDED = "ended", "Support ended"
    DIED = "died", "Died"
    OTHER = "other", "Something else"


def event_problems(
    kind: EventKind, route: EventRoute | None, first: date, last: date, today: date
) -> list[Problem]:
    """Why an event cannot be so: its days, or a request of which nobody says how it came."""
    found = []
    if kind == EventKind.REQUEST and route is None:
        found.append(problem("event_without_route", "route"))
    if last < first:
        found.append(problem("event_ends_before_start", "last_day"))
    if last > today:
        found.append(problem("event_ahead", "last_day"))
    return found
