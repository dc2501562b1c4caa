"""Whether somebody could make one decision on one day, as it was found. Never a label on a person.

Mental Capacity Act 2005 ss. 1-3: capacity is of a decision and a time, it is assumed, and nobody lacks
it before all practicable help was given.
"""

from datetime import date

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

MAY_RECORD_CAPACITY = Permission(
    "record_capacity", "record how people could decide", roles(Role.PRACTITIONER)
)
#: Judgement: a page of reasons, as the Code of Practice (ch. 4) asks for.
WHY_LENGTH = 2_000


class DecisionAbout(LabelledEnum):
    """What a decision is about."""

    PLAN = "plan", "the support plan"
    RISK = "risk", "taking a risk"
    MONEY = "money", "managing money"
    SHARING = "sharing", "who may see the record"
    OTHER = "other", "something else"


class CapacityOutcome(LabelledEnum):
    """What was found of one decision on one day."""

    HAS = "has", "Could decide"
    HELPED = "helped", "Could decide with help"
    LACKS = "lacks", "Could not decide, even with help"


def finding_problems(
    finding: CapacityOutcome,
    question: str,
    found_by: str,
    why: str,
    help_given: str,
    day: date,
    today: date,
) -> list[Problem]:
    """What a finding lacks: which decision; and of who could not decide alone, who found it and why."""
    found = [] if question.strip() else [problem("finding_without_question", "question")]
    if day > today:
        found.append(problem("finding_ahead", "day"))
    if finding == CapacityOutcome.LACKS and not found_by.strip():
        found.append(problem("finding_by_nobody", "found_by"))
    if finding == CapacityOutcome.LACKS and not why.strip():
        found.append(problem("finding_without_why", "why"))
    if finding != CapacityOutcome.HAS and not help_given.strip():
        found.append(problem("finding_without_help", "help_given"))
    return found
