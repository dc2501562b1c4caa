"""Cards and bank accounts, what was received about them, and how it was received."""

from payments.cards.models.accounts import AccountAgreement, Card, MoneyAccount
from payments.cards.models.events import WebhookEvent
from payments.cards.models.layouts import CsvLayout
from payments.cards.models.lines import Authorisation, ReceivedLine
from payments.cards.models.statements import (
    StatementImport,
    StatementUpload,
    StatementUploadQuerySet,
)

__all__ = [
    "AccountAgreement",
    "Authorisation",
    "Card",
    "CsvLayout",
    "MoneyAccount",
    "ReceivedLine",
    "StatementImport",
    "StatementUpload",
    "StatementUploadQuerySet",
    "WebhookEvent",
]
