"""What may be lent, and what becomes of it."""

from enum import StrEnum

from marketplace.accounts.rules import Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.rooms import Permission

MAY_LEND = Permission("lend_equipment", "lend equipment", roles(Role.BROKER))
MAY_SET_UP_LOANS = Permission("set_up_loans", "set up loans", roles(Role.ADMINISTRATOR))


class LoanState(StrEnum):
    LENT = "lent"
    RETURNED = "returned"


LOAN_TRANSITIONS = {LoanState.LENT: {LoanState.RETURNED}, LoanState.RETURNED: set[LoanState]()}


class LoanTask(LabelledEnum):
    """Work that this room raises."""

    COLLECT = "collect_loan", "Equipment to collect"


class LoanReading(LabelledEnum):
    """Lists that show several people together."""

    LIST = "loans", "a list of equipment on loan"


class LoanPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    LENDING = "lending equipment", "lending equipment"


def loan_problems(thing: str, days: int) -> list[Problem]:
    """Why this cannot be lent; empty when it can."""
    found = [] if thing.strip() else [problem("loan_of_nothing", "thing")]
    return found if 0 < days <= 365 else [*found, problem("loan_too_long", "days", days=days)]
