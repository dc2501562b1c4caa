"""Amounts and days that are often a slip of the pen: asked about once, never refused.

All numbers here are judgement: they keep the questions few, and most are about a missing decimal point.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.brokerage.rules.budget import Amount, total_of
from marketplace.brokerage.rules.kinds import PayerKind
from marketplace.core.errors import Problem, problem

#: Pence a week: few budgets for a life at home are outside these, care round the clock is.
LOW_WEEKLY_PENCE, HIGH_WEEKLY_PENCE = 1_000, 200_000
#: A fund that becomes so many times as much, or as little, and by so many pence a week.
JUMP_TIMES, JUMP_PENCE = 2, 5_000
#: Days: a budget is agreed around its first day; a year off, the year is often mistyped.
LONG_AGO, FAR_AHEAD = timedelta(days=92), timedelta(days=183)


@dataclass(frozen=True, slots=True)
class AskedAmount:
    """How much of one fund is asked for, and how much of it was agreed last; None where there was none."""

    label: str
    payer: PayerKind
    amount: Amount
    last: Amount | None = None


def amount_questions(asked: Sequence[AskedAmount], first: date, today: date) -> list[Problem]:
    """What is asked about a budget before it is put forward; empty when nothing looks wrong."""
    return [*_of_total(asked), *_of_contribution(asked), *_jumps(asked), *_of_day(first, today)]


def terms_questions(
    asked: Sequence[AskedAmount],
    budget: Mapping[str, int],
    first: date,
    today: date,
) -> list[Problem]:
    """What is asked about the terms of an agreement.

    `budget`: by fund's label, pence a week that the budget has and no other agreement pays.
    """
    over = [
        problem("terms_ask_over_budget", fund=one.label, pence=weekly, budget_pence=left)
        for one in asked
        if (weekly := one.amount.weekly_pence) > (left := max(0, budget.get(one.label, 0)))
    ]
    return [*over, *_jumps(asked), *_of_day(first, today)]


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
