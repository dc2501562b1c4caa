"""What plans, items and streams can be: the states with their table, and the kinds with their words."""

from enum import StrEnum


class PlanState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


PLAN_TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    PlanState.SUBMITTED: frozenset({PlanState.RETURNED, PlanState.APPROVED}),
    PlanState.RETURNED: frozenset({PlanState.SUBMITTED}),
    PlanState.APPROVED: frozenset({PlanState.SUPERSEDED}),
    PlanState.SUPERSEDED: frozenset(),
}
PLAN_STATE_LABELS = {
    PlanState.DRAFT: "Draft",
    PlanState.SUBMITTED: "Waiting for a decision",
    PlanState.RETURNED: "Returned with reasons",
    PlanState.APPROVED: "Approved",
    PlanState.SUPERSEDED: "Replaced by a newer plan",
}
#: Open: somebody still works on it. Editable: the broker may change it.
OPEN = frozenset({PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED})
EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})
#: Approved once: nothing in it changes any more.
FROZEN = frozenset(PlanState) - OPEN


class ItemKind(StrEnum):
    LISTING = "listing"
    OFF_MARKET = "off_market"
    EQUIPMENT = "equipment"
    NATURAL = "natural"


ITEM_KIND_LABELS = {
    ItemKind.LISTING: "From the directory",
    ItemKind.OFF_MARKET: "From somebody not in the directory",
    ItemKind.EQUIPMENT: "Equipment",
    ItemKind.NATURAL: "Family, friends or free",
}


class Frequency(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ONCE = "once"


FREQUENCY_LABELS = {
    Frequency.WEEK: "a week",
    Frequency.FORTNIGHT: "a fortnight",
    Frequency.FOUR_WEEKS: "every four weeks",
    Frequency.MONTH: "a month",
    Frequency.QUARTER: "a quarter",
    Frequency.YEAR: "a year",
    Frequency.ONCE: "once",
}


class CareActOutcome(StrEnum):
    """The ten outcomes of the eligibility regulations (SI 2015/313)."""

    NUTRITION = "nutrition"
    HYGIENE = "hygiene"
    TOILET = "toilet"
    CLOTHING = "clothing"
    HOME_SAFELY = "home_safely"
    HABITABLE_HOME = "habitable_home"
    RELATIONSHIPS = "relationships"
    WORK = "work"
    COMMUNITY = "community"
    CARING = "caring"


CARE_ACT_OUTCOME_LABELS = {
    CareActOutcome.NUTRITION: "Eating and drinking",
    CareActOutcome.HYGIENE: "Keeping clean",
    CareActOutcome.TOILET: "Using the toilet",
    CareActOutcome.CLOTHING: "Getting dressed",
    CareActOutcome.HOME_SAFELY: "Being safe at home",
    CareActOutcome.HABITABLE_HOME: "Looking after the home",
    CareActOutcome.RELATIONSHIPS: "Family and friends",
    CareActOutcome.WORK: "Work, training, learning or volunteering",
    CareActOutcome.COMMUNITY: "Getting out and about",
    CareActOutcome.CARING: "Caring for a child",
}

#: The words with which a broker starts to look for what will do an outcome.
CARE_ACT_OUTCOME_SEARCHES = {
    CareActOutcome.NUTRITION: "meals",
    CareActOutcome.HYGIENE: "personal care",
    CareActOutcome.TOILET: "personal care",
    CareActOutcome.CLOTHING: "getting dressed",
    CareActOutcome.HOME_SAFELY: "safety",
    CareActOutcome.HABITABLE_HOME: "housework",
    CareActOutcome.RELATIONSHIPS: "company",
    CareActOutcome.WORK: "activities",
    CareActOutcome.COMMUNITY: "getting out",
    CareActOutcome.CARING: "family",
}


class Deployment(StrEnum):
    """Who pays the supplier."""

    DIRECT_PAYMENT = "direct_payment"
    COUNCIL_MANAGED = "council_managed"


DEPLOYMENT_LABELS = {
    Deployment.DIRECT_PAYMENT: "Direct payment",
    Deployment.COUNCIL_MANAGED: "Council pays direct",
}


class Payer(StrEnum):
    """Where a stream of a personal budget comes from."""

    COUNCIL = "council"
    NHS = "nhs"
    PERSON = "person"


PAYER_LABELS = {
    Payer.COUNCIL: "Council",
    Payer.NHS: "NHS",
    Payer.PERSON: "Own contribution",
}
