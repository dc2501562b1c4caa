"""What kinds of work wait for somebody, and for whom."""

from enum import StrEnum


class TaskKind(StrEnum):
    """Why a task is there. Each kind belongs to the room that raises it."""

    ACCREDITATION = "accreditation"
    LISTING_REVIEW = "listing_review"
    EVIDENCE_EXPIRING = "evidence_expiring"
    PLAN_APPROVAL = "plan_approval"
    PLAN_RETURNED = "plan_returned"
    MONEY_EXCEPTION = "money_exception"
    EXPLAIN_SPENDING = "explain_spending"
    IMPORT_PROBLEM = "import_problem"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
