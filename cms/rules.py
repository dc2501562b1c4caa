"""When a page is due to be checked, and what an editor may promise."""

from datetime import date

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.rooms import Figure

PAGE_NOTICE = Figure(
    "page_notice_days",
    "Days before its day that a page to check is listed",
    "days",
    30,
    "judgement: time for an editor to ask around",
    most=366,
)


def is_overdue(review_by: date, today: date) -> bool:
    """A page is overdue from the day after the one it was to be checked by."""
    return review_by < today


def review_problems(review_by: date, before: date | None, today: date) -> list[Problem]:
    """What is wrong with a review date.

    A page that is overdue may still have a word put right, so only a new date must lie ahead.
    """
    if review_by != before and review_by <= today:
        return [problem("page_review_not_ahead", "review_by")]
    return []


MAY_EDIT_PAGES = Permission("edit_pages", "edit pages", roles(Role.EDITOR))
