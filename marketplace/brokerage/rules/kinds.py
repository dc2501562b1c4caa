"""What decisions, items and funds can be, each with its label."""

from marketplace.core.labels import LabelledEnum
from marketplace.vocabulary.rules import OutcomesFor


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


class WhoChose(LabelledEnum):
    """Who chose a person's broker."""

    PERSON = "person", "The person chose"
    COUNCIL = "council", "The council chose"


class Deployment(LabelledEnum):
    """Who pays the supplier."""

    DIRECT_PAYMENT = "direct_payment", "The person pays"
    COUNCIL_MANAGED = "council_managed", "The council pays"


class PayerKind(LabelledEnum):
    """Who pays into a person's budget."""

    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"
    OTHER_COUNCIL = "other_council", "Another council"
    PERSON = "person", "Person’s contribution"
    THIRD_PARTY = "third_party", "Top-up by somebody else"


class Programme(LabelledEnum):
    """Under what a fund is paid."""

    SOCIAL_CARE = "social_care", "Social care"
    AFTERCARE = "aftercare", "Section 117 aftercare"
    CONTINUING_CARE = "continuing_care", "NHS continuing health care"
    HEALTH_BUDGET = "health_budget", "Personal health budget"
    REABLEMENT = "reablement", "Reablement"


#: Nobody is charged for these: Mental Health Act 1983 s.117; NHS care; SI 2014/2672 reg.3 (reablement).
FREE_OF_CHARGE = frozenset(Programme) - {Programme.SOCIAL_CARE}


class BudgetKind(LabelledEnum):
    """What a budget and its plan are for. A carer's own is on the carer's record (Care Act s.20).

    Somebody who draws on care and is a carer too may have one of each.
    """

    CARE = "care", "Care and support"
    CARER = "carer", "Carer’s support"
    TRIAL = "trial", "Trial"
    HEALTH = "health", "Personal health budget"
    ONE_OFF = "one_off", "One-off"


def outcomes_for(kind: BudgetKind) -> OutcomesFor:
    """Whose outcomes a plan of a kind is for."""
    return OutcomesFor.CARER if kind == BudgetKind.CARER else OutcomesFor.PERSON


class PaymentRoad(LabelledEnum):
    """How money of a budget reaches the support it pays for."""

    BANK = "bank", "Direct payment to a bank account"
    CARD = "card", "Direct payment to a card"
    MANAGED_ACCOUNT = "managed_account", "Direct payment in a managed account"
    COUNCIL_MANAGED = "council_managed", "Managed by the council"
    SERVICE_FUND = "service_fund", "Individual service fund"


#: Roads on which the money passes through an account whose payments we record.
THROUGH_AN_ACCOUNT = frozenset({PaymentRoad.BANK, PaymentRoad.CARD, PaymentRoad.MANAGED_ACCOUNT})


class PaymentBasis(LabelledEnum):
    """Whether the council pays less the person's contribution, or all and sends an invoice."""

    NET = "net", "Net: the contribution is paid into the account"
    GROSS = "gross", "Gross: the contribution is invoiced"


class PaymentSchedule(LabelledEnum):
    """How often money is paid in."""

    WEEK = "week", "Every week"
    FORTNIGHT = "fortnight", "Every 2 weeks"
    FOUR_WEEKS = "four_weeks", "Every 4 weeks"
    MONTH = "month", "Every month"


class PauseReason(LabelledEnum):
    """Why nothing planned comes for a time."""

    HOSPITAL = "hospital", "In hospital"
    AWAY = "away", "Away"
    SUSPENDED = "suspended", "Suspended"


class PlanEnd(LabelledEnum):
    """Why a plan or a budget ended."""

    DIED = "died", "The person died"
    MOVED = "moved", "The person moved away"
    NOT_WANTED = "not_wanted", "No longer wanted"
    NOT_ELIGIBLE = "not_eligible", "No longer eligible"


class FundRest(LabelledEnum):
    """What becomes of what a closed fund still had, or was owed."""

    NOTHING = "nothing", "No money is left or owed"
    BACK = "back", "The money left goes back to who paid it in"
    STAYS = "stays", "The money left stays for the person’s support"
    OWED = "owed", "More was spent than paid in, and the payer is still asked for it"
