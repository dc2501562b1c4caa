"""What may go wrong for somebody, why they want it all the same, and what is done about it.

Source: SCIE Report 36 (2010), Enabling risk, ensuring safety: a risk is weighed against what the person
wants it for, in words, with an owner and a day on which it is looked at again. No score is made of it.
"""

from datetime import date, timedelta

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.people.rules.access import AccessCapacity

#: Who writes risks down, of those who see them: to decide a plan, to copy a record or to open it for a
#: stated reason is to read.
WRITES_RISKS = frozenset(
    {
        AccessCapacity.SELF,
        AccessCapacity.REPRESENTATIVE,
        AccessCapacity.BROKER,
        AccessCapacity.PRACTITIONER,
    }
)
#: A risk is looked at with the plan, which is reviewed once a year at least (Care Act 2014 s. 27).
LATEST_REVIEW = timedelta(days=366)


class RiskLikelihood(LabelledEnum):
    """How likely it is, as those who know the person say."""

    UNLIKELY = "unlikely", "Not likely"
    POSSIBLE = "possible", "Can happen"
    LIKELY = "likely", "Likely"


class RiskHarm(LabelledEnum):
    """How much harm it would do."""

    SMALL = "small", "Some harm, soon over"
    SERIOUS = "serious", "Serious harm, like a stay in hospital"
    GRAVE = "grave", "Lasting harm, or danger to life"


def risk_problems(what: str, done: str, review_date: date, today: date) -> list[Problem]:
    """What a risk lacks: what may happen, what is done about it, and when it is looked at again."""
    found = [] if what.strip() else [problem("risk_without_what", "what")]
    if not done.strip():
        found.append(problem("risk_without_done", "done"))
    latest = today + LATEST_REVIEW
    if not today < review_date <= latest:
        found.append(problem("risk_review_not_within", "review_date", latest=latest))
    return found
