"""What to say beside times that hang on the school year, where its terms are not set."""

from collections.abc import Iterable
from datetime import date

from marketplace.brokerage.models import PlanItem, SupportPlan
from marketplace.core.errors import Problem
from marketplace.core.periods import Period, add_months
from marketplace.core.times import term_notes
from marketplace.council.queries import school_terms

#: Months ahead for which terms are asked for: councils set them a year or two before.
MONTHS_AHEAD = 12


def term_notes_of(plan: SupportPlan, items: Iterable[PlanItem], on: date) -> list[Problem]:
    """A note for each part of the plan's coming year of which no school terms are set.

    None where no item's times hang on them. Load items with their times. One query at most.
    """
    times = [one for item in items if item.hangs_on_school_year for one in item.planned_times]
    period = _coming_year(plan, on)
    if period is None or not times:
        return []
    return term_notes(times, period, school_terms(plan.authority_id, period))


def _coming_year(plan: SupportPlan, on: date) -> Period | None:
    """From a day, or the plan's first if later, for a year or until the plan ends; None once over."""
    start = max(on, plan.from_date or on)
    until = add_months(start, MONTHS_AHEAD)
    if plan.until_date is not None:
        until = min(until, plan.until_date)
    return Period(start, until) if start < until else None
