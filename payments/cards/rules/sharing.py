"""Whose a payment of a shared bank account is: one person's, or in parts several people's."""

from collections.abc import Collection, Mapping

from marketplace.core.errors import Problem, problem
from payments.cards.rules.accounts import LAST_DIGITS
from payments.cards.rules.states import SharedLineState

#: Rows that are read while somebody waits for the page. Judgement: a year of 20 people's payments.
MOST_SHARED_ROWS = 5000


def division_problems(
    amount_pence: int, parts: Mapping[int, int], known: Collection[int]
) -> list[Problem]:
    """Why a payment cannot be divided so: `parts` are pence above zero by account, `known` the accounts
    of the people whose money the payment can be."""
    if not parts:
        return [problem("shared_nobody_chosen", "whose")]
    if not parts.keys() <= set(known):
        return [problem("shared_not_of_this_account", "whose")]
    if min(parts.values()) <= 0:
        return [problem("shared_part_not_above_zero", "whose")]
    total, divided = abs(amount_pence), sum(parts.values())
    if total != divided:
        return [problem("shared_parts_differ", "whose", total=total, divided=divided)]
    return []


def waiting_problems(state: SharedLineState) -> list[Problem]:
    """Why nobody can say now whose a payment is: somebody has."""
    return [] if state is SharedLineState.WAITING else [problem("shared_decided_already")]


def undoing_problems(
    state: SharedLineState, amount_pence: int, divided_pence: int
) -> list[Problem]:
    """Why a payment cannot be taken back from those whose it is: it is nobody's, or somebody's record with
    a part of it was erased."""
    if state is not SharedLineState.DIVIDED:
        return [problem("shared_not_recorded")]
    return [] if amount_pence == divided_pence else [problem("shared_part_erased")]


def number_problems(stated: str, last4: str) -> list[Problem]:
    """Why a file is of another account: by the last digits that it states, where it states any."""
    if not stated or stated[-LAST_DIGITS:] == last4:
        return []
    return [problem("shared_statement_of_another", "file", ending=stated, last4=last4)]
