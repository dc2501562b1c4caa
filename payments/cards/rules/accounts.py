"""Kinds of account, and where what is known of one comes from."""

from uuid import UUID

from marketplace.brokerage.rules import THROUGH_AN_ACCOUNT, PaymentRoad
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

POUNDS = "GBP"
#: The last digits by which people know a card or account.
LAST_DIGITS = 4


class MoneyAccountKind(LabelledEnum):
    """What an account is; the ledger's kind of account has the same value."""

    CARD = "card", "Card"
    BANK = "bank", "Bank account"


class AccountProvider(LabelledEnum):
    """Where an account's lines come from: events as they happen, or statement files."""

    STRIPE = "stripe", "Stripe Issuing"
    STATEMENT = "statement", "Statements"


def account_digits_problems(kind: MoneyAccountKind, last4: str) -> list[Problem]:
    """Why these are not the last digits of a bank account; a card's are the card's."""
    right = last4.isascii() and last4.isdigit() and len(last4) == LAST_DIGITS
    if kind is not MoneyAccountKind.BANK or right:
        return []
    return [problem("account_digits_wrong", "last4")]


def feeding_problems(
    road: PaymentRoad, *, is_own: bool, is_free: bool, is_holders: bool
) -> list[Problem]:
    """Why an agreement cannot pay into an account: whose it is, how it goes, who holds it, where it goes
    already."""
    if not is_own:
        return [problem("account_of_another_person")]
    if road not in THROUGH_AN_ACCOUNT:
        return [problem("account_not_for_this_road", road=road.label)]
    if not is_holders:
        return [problem("account_of_another_holder")]
    return [] if is_free else [problem("account_fed_elsewhere")]


def upload_problems(provider: AccountProvider, *, is_share: bool) -> list[Problem]:
    """Why no statement is uploaded for an account: its payments come in another way."""
    if provider is AccountProvider.STRIPE:
        return [problem("statement_comes_by_event", "account")]
    return [problem("statement_of_a_share", "account")] if is_share else []


def own_layout(account_id: UUID) -> str:
    """The signature of files without headings, which are known by their account alone."""
    return f"account-{account_id}"
