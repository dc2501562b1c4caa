"""What may be done here, the work that this room raises, and why a person's page is opened."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_PLAN = Permission("plan", "plan support", roles(Role.BROKER))
MAY_APPROVE_PLANS = Permission(
    "approve_plan", "approve plans", roles(Role.APPROVER, Role.SENIOR_APPROVER)
)
MAY_APPROVE_OVER_BUDGET = Permission(
    "approve_over_budget", "approve plans over the budget", roles(Role.SENIOR_APPROVER)
)
MAY_SET_BUDGETS = Permission("set_budget", "agree budgets", roles(Role.PRACTITIONER))
MAY_ALLOCATE_BROKERS = Permission(
    "allocate_broker", "allocate brokers", roles(Role.PRACTITIONER, Role.ADMINISTRATOR)
)


class PlanTask(LabelledEnum):
    """Work that this room raises."""

    APPROVAL = "plan_approval", "Support plan to decide"
    RETURNED = "plan_returned", "Support plan returned for changes"


class PlanReading(LabelledEnum):
    """Lists that show several people together; the label follows "in" on the person's own record."""

    CASELOAD = "caseload", "a list of the people that a broker helps"
    TO_DECIDE = "plans_to_decide", "a list of plans to decide"


class PlanPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    PLANNING = "planning support", "planning support"
    APPROVING = "deciding on a plan", "deciding on a plan"
