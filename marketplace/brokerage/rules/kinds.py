"""What decisions, items, outcomes and streams can be, each with its label."""

from typing import Self

from marketplace.core.labels import LabelledEnum


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
