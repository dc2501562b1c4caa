"""What may be done here, the work that this room raises, and why a person's page is opened."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

#: Who decides a plan within the budget and their limit, and to whom every other plan climbs.
DECIDES_FIRST, CLIMBS_TO = Role.APPROVER, Role.SENIOR_APPROVER

MAY_PLAN = Permission("plan", "plan support", roles(Role.BROKER))
MAY_APPROVE_PLANS = Permission("approve_plan", "approve plans", roles(DECIDES_FIRST, CLIMBS_TO))
MAY_APPROVE_OVER_BUDGET = Permission(
    "approve_over_budget", "approve plans over the budget", roles(CLIMBS_TO)
)
MAY_SET_BUDGETS = Permission("set_budget", "agree budgets", roles(Role.PRACTITIONER))
#: Payer and budget setter are two people: finance agrees by which road money goes.
MAY_AGREE_PAYMENTS = Permission("agree_payment", "agree how budgets are paid", roles(Role.FINANCE))
#: Who ends a plan and records times away: whoever plans it, and whoever assessed.
MAY_END_PLANS = Permission("end_plan", "end and pause plans", roles(Role.BROKER, Role.PRACTITIONER))
MAY_UPRATE = Permission("uprate", "uprate all budgets and prices from a day", roles(Role.FINANCE))
MAY_ALLOCATE_BROKERS = Permission("allocate_broker", "allocate brokers", roles(Role.PRACTITIONER))


class PlanTask(LabelledEnum):
    """Work that this room raises."""

    APPROVAL = "plan_approval", "Support plan to decide"
    RETURNED = "plan_returned", "Support plan returned for changes"
    BUDGET = "budget_to_agree", "Budget to agree"
    AGREEMENT = "payment_to_agree", "Payments to agree for a new budget"
    BROKER = "broker_to_choose", "Broker to choose"


class PlanReading(LabelledEnum):
    """Lists that show several people together; the label follows "in" on the person's own record."""

    CASELOAD = "caseload", "a list of the people that a broker helps"
    TO_DECIDE = "plans_to_decide", "a list of plans to decide"
    DECIDED = "decided_plans", "a list of decided plans"
    BUDGETS = "budgets_to_agree", "a list of budgets to agree"
    PAYMENTS = "payments_to_agree", "a list of budgets whose payments are to be agreed"
    UPRATING = "uprating", "a list of budgets and prices to uprate"
    UPRATING_FILE = "uprating_file", "a file of budgets and prices to uprate"


class PlanNotice(LabelledEnum):
    """What brokers and managers are told of a plan, and the person whose plan it is."""

    SENT = "plan_sent", "Support plan sent"
    SENT_AGAIN = "plan_sent_again", "Support plan sent again"
    CALLED_BACK = "plan_called_back", "Support plan called back"
    IS_THEIRS = "plan_is_theirs", "Support plan confirmed by the person"
    RETURNED = "plan_was_returned", "Support plan returned for changes"
    APPROVED = "plan_was_approved", "Support plan approved"
    OWN_APPROVED = "own_plan_approved", "Your support plan approved"
    BUDGET_AGREED = "budget_was_agreed", "Budget agreed"
    BUDGET_RETURNED = "budget_was_returned", "Budget returned"
    BUDGET_ENDED = "budget_has_ended", "Budget ended"
    ON_YOUR_LIST = "person_on_your_list", "New person on your list"
    TELL_PERSON = "tell_person_of_plan", "Person to tell about their plan"
    SUPPLIER_SUSPENDED = "planned_supplier_suspended", "Supplier in a plan suspended"
    SUPPLIER_ENDED = "planned_supplier_ended", "Supplier in a plan no longer accredited"
    SUPPLIER_BACK = "planned_supplier_back", "Supplier in a plan accredited again"


class PlanPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    PLANNING = "planning support", "planning support"
    APPROVING = "deciding on a plan", "deciding on a plan"
    UPRATING = "uprating budgets and prices", "uprating budgets and prices"
    BUDGET = "agreeing a budget", "agreeing a budget"
    BROKER = "choosing a broker", "choosing a broker"
    PAYING = "agreeing how a budget is paid", "agreeing how a budget is paid"
