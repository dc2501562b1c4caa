"""What a person agreed to: that a broker plans with them, that something is shared; until withdrawn."""

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.people.rules.access import CHOOSABLE, Scope


class ConsentTo(LabelledEnum):
    """What was agreed to, in words for the person and for a worker."""

    BROKER = "broker", "A broker helps with the plan"
    SHARING = "sharing", "The record is shared with somebody"


class Heard(LabelledEnum):
    """How somebody said it: on their own page, or to a worker who wrote it down."""

    OWN_PAGE = "own_page", "Online"
    PHONE = "phone", "By phone"
    LETTER = "letter", "By letter"
    VISIT = "visit", "At a visit"


def consent_problems(
    to: ConsentTo, scopes: frozenset[Scope], whom: str, heard: Heard, *, is_own: bool
) -> list[Problem]:
    """Why this cannot be agreed to: nothing or too much is shown, with nobody, or heard elsewhere."""
    found = [] if scopes else [problem("consent_to_nothing", "scopes")]
    if scopes - CHOOSABLE:
        found.append(problem("consent_beyond", "scopes"))
    if to == ConsentTo.SHARING and not whom.strip():
        found.append(problem("consent_with_nobody", "whom"))
    if is_own != (heard == Heard.OWN_PAGE):
        found.append(problem("consent_heard_elsewhere", "heard"))
    return found
