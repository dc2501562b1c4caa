"""Kinds of account, and where what is known of one comes from."""

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
