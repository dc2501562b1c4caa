"""What this room keeps of a person's cards and accounts, and until when."""

from marketplace.core.retention import After, FileStore, Kept, Never, Part
from payments.cards.models import (
    AccountAgreement,
    Authorisation,
    Card,
    CsvLayout,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
    WebhookEvent,
)
from payments.cards.rules import EventState
from payments.cards.storage import FOLDER

#: What came is recorded in lines and holds, or was not needed. What is parked waits for a person.
RECORDED = [EventState.PROCESSED.value, EventState.IGNORED.value]

KEEPS = (
    Kept(
        MoneyAccount,
        "Your cards and accounts",
        Part("person", last=("opened_at",), open=({"available_pence__gt": 0},)),
        shows={
            "kind": "Kind",
            "bank_last4": "Last 4 digits of a bank account",
            "provider": "Where payments come from",
            "available_pence": "Left to spend",
            "opened_at": "Opened",
        },
    ),
    Kept(
        AccountAgreement,
        "What pays into your accounts",
        Part("account"),
        shows={"agreement": "Agreement"},
    ),
    Kept(
        Card,
        "Your cards",
        Part("account", last=("changed_at",)),
        shows={
            "last4": "Last 4 digits",
            "issued_at": "Issued",
            "state": "State",
            "changed_at": "Since",
            "reason": "Why it ended",
        },
    ),
    Kept(
        StatementImport,
        "Statements we read",
        Part("account", last=("imported_at",)),
        shows={
            "file_name": "File",
            "imported_at": "Read",
            "first_date": "First day",
            "last_date": "Last day",
            "read": "Payments in it",
        },
    ),
    Kept(
        StatementUpload,
        "Statements that were sent to us",
        # By itself sooner: cards.jobs.clear_waiting_files.
        Part("account", last=("sent_at",)),
        shows={"file_name": "File", "sent_at": "Sent"},
    ),
    Kept(
        ReceivedLine,
        "Payments on your cards and accounts",
        Part("account", last=("received_at",)),
        shows={
            "booked_date": "Day",
            "amount_pence": "Amount",
            "currency": "Currency",
            "payee": "Paid to or from",
            "description": "What the bank says",
            "is_reversal": "Takes back an earlier payment",
            "raw_rows": "As the bank wrote it",
            "state": "State",
        },
    ),
    Kept(
        Authorisation,
        "Pending card payments",
        Part("account", last=("changed_at",), open=({"held_pence__gt": 0},)),
        shows={
            "authorised_at": "When",
            "amount_pence": "Amount",
            "payee": "Paid to",
            "state": "State",
        },
    ),
    Kept(
        CsvLayout,
        "Columns of statements",
        Never("it is about nobody: the headings of a bank's files"),
    ),
    Kept(
        WebhookEvent,
        "What the card processor sent",
        After("keep_card_event", "processed_at", only={"state__in": RECORDED}),
        left_out="what it says is in the payments that were made of it",
        council="authority",
    ),
)
STORES = (
    FileStore(
        FOLDER,
        "statements that wait to be read",
        "cards.jobs.clear_waiting_files",
        named_by_rows=False,
    ),
)
