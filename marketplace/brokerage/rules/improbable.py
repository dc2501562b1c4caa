"""Amounts and days that are often a slip of the pen: asked about once, never refused.

All numbers here are judgement: they keep the questions few, and most are about a missing decimal point.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from marketplace.brokerage.rules.budget import Amount, total_of
from marketplace.brokerage.rules.cost import (
    WEEKS_FACTOR,
    CostLine,
    Position,
    how_much_how_often,
    one_off_pence,
    position_of,
    weekly_pence,
)
from marketplace.brokerage.rules.kinds import Frequency, PayerKind
from marketplace.core.errors import Problem, problem
from marketplace.listings.rules import PriceUnit

#: Pence a week: few budgets for a life at home are outside these, care round the clock is.
LOW_WEEKLY_PENCE, HIGH_WEEKLY_PENCE = 1_000, 200_000
#: A fund that becomes so many times as much, or as little, and by so many pence a week.
JUMP_TIMES, JUMP_PENCE = 2, 5_000
#: Days: a budget is agreed around its first day; a year off, the year is often mistyped.
LONG_AGO, FAR_AHEAD = timedelta(days=92), timedelta(days=183)

#: Units of one item in a week: an hour of every hour, six visits and two sessions a day, every night.
MOST_A_WEEK: dict[str, int] = {
    PriceUnit.HOUR: 168,
    PriceUnit.VISIT: 42,
    PriceUnit.SESSION: 14,
    PriceUnit.NIGHT: 7,
    PriceUnit.WEEK: 1,
    PriceUnit.MILE: 500,
    PriceUnit.ITEM: 20,
}
#: How many weeks of it at once: a stay of a month.
MOST_WEEKS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class AskedAmount:
    """How much of one fund is asked for, and how much of it was agreed last; None where there was none."""

    fund_id: int
    label: str
    payer: PayerKind
    amount: Amount
    last: Amount | None = None


def amount_questions(asked: Sequence[AskedAmount], first: date, today: date) -> list[Problem]:
    """What is asked about a budget before it is put forward; empty when nothing looks wrong."""
    return [*_of_total(asked), *_of_contribution(asked), *_jumps(asked), *_of_day(first, today)]


def terms_questions(
    asked: Sequence[AskedAmount],
    budget: Mapping[int, int],
    first: date,
    today: date,
) -> list[Problem]:
    """What is asked about the terms of an agreement.

    `budget`: by fund's id, pence a week that the budget has and no other agreement pays.
    """
    over = [
        problem("terms_ask_over_budget", fund=one.label, pence=weekly, budget_pence=left)
        for one in asked
        if (weekly := one.amount.weekly_pence) > (left := max(0, budget.get(one.fund_id, 0)))
    ]
    return [*over, *_jumps(asked), *_of_day(first, today)]


def item_questions(unit: str, line: CostLine, before: Position, after: Position) -> list[Problem]:
    """What is asked about an item before it is planned: very many of it, or a plan over its budget.

    `before` and `after`: the plan as it is, and as it would be. Of a plan that was over already, only an
    item that alone is over the budget is asked about.
    """
    return [*_of_many(unit, line), *_of_budget(line, before, after)]


def _of_many(unit: str, line: CostLine) -> Iterator[Problem]:
    most, quantity = MOST_A_WEEK[unit], Fraction(line.quantity)
    is_once = line.frequency == Frequency.ONCE
    often = Fraction(1, MOST_WEEKS_AT_ONCE) if is_once else WEEKS_FACTOR[line.frequency]
    if quantity * often > most:
        words = how_much_how_often(line.quantity, unit, line.frequency)
        yield problem("item_ask_many", amount=words)
    if line.dated > most * MOST_WEEKS_AT_ONCE:
        words = how_much_how_often(line.dated, unit, Frequency.ONCE)
        yield problem("item_ask_many", amount=words)


def _of_budget(line: CostLine, before: Position, after: Position) -> Iterator[Problem]:
    alone = position_of(after.budget_pence, [line])
    is_further = after.over_annual_pence > before.over_annual_pence
    if is_further and (alone.is_over or not before.is_over):
        yield problem(
            "item_ask_over_budget",
            week_pence=weekly_pence(line),
            once_pence=one_off_pence(line),
            budget_pence=after.budget_pence,
            over_pence=after.over_pence,
            over_year_pence=after.over_annual_pence,
        )


def _of_total(asked: Sequence[AskedAmount]) -> Iterator[Problem]:
    total = total_of([(one.payer, one.amount) for one in asked])
    if total.weekly_pence > HIGH_WEEKLY_PENCE:
        yield problem("budget_ask_high", pence=total.weekly_pence)
    if 0 < total.weekly_pence < LOW_WEEKLY_PENCE:
        yield problem("budget_ask_low", pence=total.weekly_pence)


def _of_contribution(asked: Sequence[AskedAmount]) -> Iterator[Problem]:
    """The council pays what the contribution leaves; a contribution above it is rare."""
    own = sum(one.amount.weekly_pence for one in asked if one.payer is PayerKind.PERSON)
    apart = (PayerKind.PERSON, PayerKind.THIRD_PARTY)
    others = sum(one.amount.weekly_pence for one in asked if one.payer not in apart)
    if own > others:
        yield problem("budget_ask_contribution", pence=own, others_pence=others)


def _jumps(asked: Sequence[AskedAmount]) -> Iterator[Problem]:
    for one in asked:
        if one.last is None:
            continue
        before, after = one.last.weekly_pence, one.amount.weekly_pence
        less, more = sorted((before, after))
        if before and more >= JUMP_TIMES * less and more - less >= JUMP_PENCE:
            yield problem("budget_ask_jump", fund=one.label, before_pence=before, after_pence=after)


def _of_day(first: date, today: date) -> Iterator[Problem]:
    if first < today - LONG_AGO:
        yield problem("budget_ask_long_ago", day=first)
    if first > today + FAR_AHEAD:
        yield problem("budget_ask_far_ahead", day=first)
