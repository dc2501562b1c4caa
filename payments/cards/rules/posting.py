"""A booked line in the ledger: once, between its account and the person's unallocated money."""

from datetime import date
from uuid import UUID

from payments.ledger.rules import NewTransfer, TransferCode

SOURCE = "line"


def transfer_for_line(
    *,
    line_public_id: UUID,
    amount_pence: int,
    effective_date: date,
    account_id: int,
    unallocated_id: int,
    attempt: int = 1,
) -> NewTransfer:
    """The one transfer of a booked line. Money in debits the card or bank account; money out credits it.

    `amount_pence` is signed and not zero; a line of zero moves nothing and is not posted. It is effective
    on its booked day, or on the first open day where that is closed. `attempt` is
    that of its statement: coming again after it was taken back, the number is part of the reference.
    """
    into = amount_pence > 0
    return NewTransfer(
        debit_id=account_id if into else unallocated_id,
        credit_id=unallocated_id if into else account_id,
        amount_pence=abs(amount_pence),
        code=TransferCode.LINE,
        effective_date=effective_date,
        source=SOURCE,
        reference=f"{line_public_id}:{attempt}" if attempt > 1 else str(line_public_id),
        group=line_public_id,
    )
