"""What the ledger keeps: everything, because it holds ids and codes, no names or words."""

from marketplace.core.retention import Kept, Never
from payments.ledger.models import (
    Account,
    ClosingBalance,
    PeriodClose,
    PeriodReopening,
    Seal,
    SealExamination,
    Transfer,
)

BOOKS = Never("the books of public money stay whole: they hold ids and codes, no names or words")

KEEPS = (
    Kept(
        Account,
        "Accounts in our books",
        BOOKS,
        person=("person",),
        shows={"kind": "Kind", "code": "Code", "opened_at": "Opened"},
    ),
    Kept(
        Transfer,
        "Amounts in our books",
        BOOKS,
        person=("debit__person", "credit__person"),
        shows={
            "effective_date": "Day",
            "amount_pence": "Amount",
            "code": "What for",
            "debit": "From account",
            "credit": "To account",
            "recorded_at": "Recorded",
        },
    ),
    Kept(PeriodClose, "Closed periods of the books", BOOKS),
    Kept(PeriodReopening, "Why a period of the books was reopened", BOOKS),
    Kept(
        ClosingBalance,
        "What accounts came to when a period was closed",
        BOOKS,
        person=("account__person",),
        left_out="each adds up amounts that the copy shows",
    ),
    Kept(Seal, "Seals of the books", BOOKS),
    Kept(SealExamination, "What was found out about a broken seal", BOOKS),
)
