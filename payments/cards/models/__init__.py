"""Cards and bank accounts, what was received about them, and how it was received."""

from payments.cards.models.accounts import (
    AccountAgreement,
    Card,
    CardQuerySet,
    MoneyAccount,
    MoneyAccountQuerySet,
)
from payments.cards.models.events import WebhookEvent
from payments.cards.models.layouts import CsvLayout
from payments.cards.models.lines import Authorisation, LineShown, ReceivedLine
from payments.cards.models.shared import SharedAccount, SharedLine, SharedLineQuerySet
from payments.cards.models.statements import (
    StatementImport,
    StatementUpload,
    StatementUploadQuerySet,
)

__all__ = [
    "AccountAgreement",
    "Authorisation",
    "Card",
    "CardQuerySet",
    "CsvLayout",
    "LineShown",
    "MoneyAccount",
    "MoneyAccountQuerySet",
    "ReceivedLine",
    "SharedAccount",
    "SharedLine",
    "SharedLineQuerySet",
    "StatementImport",
    "StatementUpload",
    "StatementUploadQuerySet",
    "WebhookEvent",
]
