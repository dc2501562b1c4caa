"""What plans, items and streams can be: the states with their table, and the kinds with their labels."""

from typing import Self

from marketplace.core.labels import LabelledEnum


class PlanState(LabelledEnum):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for a decision"
    RETURNED = "returned", "Returned for changes"
    APPROVED = "approved", "Approved"
    SUPERSEDED = "superseded", "Replaced by a newer plan"


PLAN_TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    # Back to a draft, or to what a manager returned: called back before anybody has begun.
    PlanState.SUBMITTED: frozenset({PlanState.RETURNED, PlanState.APPROVED, PlanState.DRAFT}),
    PlanState.RETURNED: frozenset({PlanState.SUBMITTED}),
    PlanState.APPROVED: frozenset({PlanState.SUPERSEDED}),
    PlanState.SUPERSEDED: frozenset(),
}
#: Open: somebody still works on it. Editable: the broker may change it.
OPEN = frozenset({PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED})
EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})
#: Approved once: nothing in it changes any more.
FROZEN = frozenset(PlanState) - OPEN


class Decision(LabelledEnum):
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"


class ItemKind(LabelledEnum):
    LISTING = "listing", "From Handrail"
    OFF_MARKET = "off_market", "Not on Handrail"
    EQUIPMENT = "equipment", "Equipment"
    NATURAL = "natural", "Unpaid support"


class Frequency(LabelledEnum):
    """How often something comes; the label follows an amount."""

    WEEK = "week", "a week"
    FORTNIGHT = "fortnight", "a fortnight"
    FOUR_WEEKS = "four_weeks", "every 4 weeks"
    MONTH = "month", "a month"
    QUARTER = "quarter", "a quarter"
    YEAR = "year", "a year"
    ONCE = "once", "once"


class CareActOutcome(LabelledEnum):
    """The ten outcomes of the eligibility regulations (SI 2015/313).

    `search_for` is with what a broker starts to look for what will do it.
    """

    NUTRITION = "nutrition", "Eating and drinking", "meals"
    HYGIENE = "hygiene", "Keeping clean", "personal care"
    TOILET = "toilet", "Using the toilet", "personal care"
    CLOTHING = "clothing", "Getting dressed", "getting dressed"
    HOME_SAFELY = "home_safely", "Being safe at home", "safety"
    HABITABLE_HOME = "habitable_home", "Looking after the home", "housework"
    RELATIONSHIPS = "relationships", "Family and friends", "company"
    WORK = "work", "Work, training, learning or volunteering", "activities"
    COMMUNITY = "community", "Getting out and about", "getting out"
    CARING = "caring", "Caring for a child", "family"

    search_for: str

    def __new__(cls, value: str, label: str = "", search_for: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.search_for = label, search_for
        return member


class Deployment(LabelledEnum):
    """Who pays the supplier."""

    DIRECT_PAYMENT = "direct_payment", "The person pays"
    COUNCIL_MANAGED = "council_managed", "The council pays"


class Payer(LabelledEnum):
    """Where a stream of a personal budget comes from."""

    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"
    PERSON = "person", "Person’s contribution"
