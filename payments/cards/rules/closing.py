"""When an account may be closed: nothing is in it, nothing comes into it, and every payment is known."""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.core.errors import Problem, problem


@dataclass(frozen=True, slots=True)
class AccountToClose:
    """What an account has in it and before it: pence that the bank shows and pence that card payments
    hold; agreements that pay into it today or later; statements that are not read to their end."""

    balance_pence: int
    held_pence: int
    agreements: int
    statements: int
    is_closed: bool = False


def closing_problems(account: AccountToClose) -> list[Problem]:
    """Why an account cannot be closed now: each with what must be done first."""
    if account.is_closed:
        return [problem("account_closed_already")]
    return list(_closing_problems(account))


def _closing_problems(account: AccountToClose) -> Iterator[Problem]:
    if account.balance_pence > 0:
        yield problem("account_has_money", pence=account.balance_pence)
    if account.balance_pence < 0:
        yield problem("account_overdrawn", pence=-account.balance_pence)
    if account.held_pence:
        yield problem("account_has_pending", pence=account.held_pence)
    if account.agreements:
        yield problem("account_still_paid_into", count=account.agreements)
    if account.statements:
        yield problem("account_statements_unread", count=account.statements)


def open_problems(*, is_closed: bool) -> list[Problem]:
    """That nothing is added to an account that is closed: it is not opened again."""
    return [problem("account_is_closed")] if is_closed else []
