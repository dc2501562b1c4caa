"""What a personal budget must be before it is agreed."""

from collections.abc import Mapping
from datetime import date

from marketplace.brokerage.rules.kinds import Payer


def budget_problems(
    streams: Mapping[Payer, int], from_date: date, until_date: date | None, previous: date | None
) -> list[str]:
    """Why these streams, in pence a week, cannot be a budget; empty when they can.

    `previous` is the first day of the person's latest budget, which the new one ends.
    """
    problems = []
    if any(pence < 0 for pence in streams.values()):
        problems.append("No part of a budget is below nought.")
    if sum(streams.values()) <= 0:
        problems.append("A budget is more than nought: say who pays how much a week.")
    if until_date is not None and until_date <= from_date:
        problems.append("A budget ends after it starts.")
    if previous is not None and from_date <= previous:
        problems.append("A new budget starts after the one that it replaces.")
    return problems
