"""Booked lines into the ledger. Part of the action that received them, whose audit event covers it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.cards.rules import transfer_for_line
from payments.cards.signals import lines_received
from payments.ledger.actions import first_open_day, post_transfers
from payments.ledger.models import Account
from payments.ledger.periods import posted_on
from payments.ledger.rules import unallocated


def post_booked(
    *, by: Viewer, account: MoneyAccount, lines: Sequence[ReceivedLine], attempt: int = 1
) -> None:
    """Post each line once, and change what is available by as much: on its own day, or on the first open
    day where the period of its own is closed.

    The account's row must be locked. A line of zero moves nothing, so it is left out.
    """
    require_transaction()
    moving = [line for line in lines if line.amount_pence]
    if not moving:
        return
    unallocated_id = unallocated_of(account).pk
    open_from = first_open_day(authority_id=account.authority_id)
    post_transfers(
        by=by,
        authority_id=account.authority_id,
        transfers=[
            transfer_for_line(
                line_public_id=line.public_id,
                amount_pence=line.amount_pence,
                effective_date=posted_on(line.booked_date, open_from),
                account_id=account.ledger_account_id,
                unallocated_id=unallocated_id,
                attempt=attempt,
            )
            for line in moving
        ],
    )
    change_available(account, sum(line.amount_pence for line in moving))


def announce(*, at: datetime, line_ids: Sequence[int]) -> None:
    """Tell the rooms above which lines were posted, last thing in the transaction."""
    require_transaction()
    if line_ids:
        lines_received.send(sender=ReceivedLine, line_ids=line_ids, at=at)


def change_available(account: MoneyAccount, pence: int) -> None:
    """Add signed pence to what is available, in the database and in one statement.

    Part of the action that posts them.
    """
    require_transaction()
    if pence:
        MoneyAccount.objects.filter(pk=account.pk).update(
            available_pence=F("available_pence") + pence
        )


def unallocated_of(account: MoneyAccount) -> Account:
    """The ledger account in which the person's money waits until it is matched."""
    waiting = unallocated(account.person_id, account.currency)
    return Account.objects.get(authority_id=account.authority_id, code=waiting.code)
