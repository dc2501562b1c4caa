"""What this room keeps of a person's cards and accounts, and until when."""

from marketplace.core.retention import After, FileStore, Kept, Never, Part
from payments.cards.models import (
    AccountAgreement,
    Authorisation,
    Card,
    CsvLayout,
    LineShown,
    MoneyAccount,
    ReceivedLine,
    SharedAccount,
    SharedLine,
    StatementImport,
    StatementUpload,
    WebhookEvent,
)
from payments.cards.rules import EventState, SharedLineState
from payments.cards.storage import FOLDER

#: What came is recorded in lines and holds, or was not needed. What is parked waits for a person.
RECORDED = [EventState.PROCESSED.value, EventState.IGNORED.value]

#: Nobody has to say any more whose they are.
SHARED_DECIDED = [SharedLineState.DIVIDED.value, SharedLineState.SET_ASIDE.value]

KEEPS = (
    Kept(
        MoneyAccount,
        "Your cards and accounts",
        Part("person", last=("opened_at", "closed_at"), open=({"available_pence__gt": 0},)),
        shows={
            "kind": "Kind",
            "bank_last4": "Last 4 digits of a bank account",
            "provider": "Where payments come from",
            "available_pence": "Left to spend",
            "opened_at": "Opened",
            "closed_at": "Closed",
            "closed_by": "Closed by",
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
            "stated_holder": "Account holder, as the bank says",
            "taken_back_at": "Taken back",
            "taken_back_why": "Why it was taken back",
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
        SharedAccount,
        "Bank accounts that several people share",
        Never("it is about nobody: each person’s share of it is an account of their own"),
    ),
    Kept(
        SharedLine,
        "Payments of shared accounts, before we know whose they are",
        After("keep_case", "changed_at", only={"state__in": SHARED_DECIDED}),
        left_out="each person’s part of it is given with their own payments",
        council="authority",
    ),
    Kept(
        LineShown,
        "Other statements with a payment in them",
        Part("line"),
        left_out="the payment and each statement are given by themselves",
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
