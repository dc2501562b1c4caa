"""What a personal budget must be before it is agreed."""

from collections.abc import Mapping
from datetime import date

from marketplace.brokerage.rules.kinds import Payer
from marketplace.core.errors import Problem, problem


def budget_problems(
    streams: Mapping[Payer, int], from_date: date, until_date: date | None, previous: date | None
) -> list[Problem]:
    """Why these streams, in pence a week, cannot be a budget; empty when they can.

    `previous` is the first day of the person's latest budget, which the new one ends.
    """
    problems = []
    if any(pence < 0 for pence in streams.values()):
        problems.append(problem("budget_part_below_zero"))
    if sum(streams.values()) <= 0:
        problems.append(problem("budget_is_zero"))
    if until_date is not None and until_date <= from_date:
        problems.append(problem("budget_ends_before_it_starts"))
    if previous is not None and from_date <= previous:
        problems.append(problem("budget_not_after_the_last", "from_date", previous=previous))
    return problems
