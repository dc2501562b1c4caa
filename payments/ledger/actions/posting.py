"""Writing transfers and undoing them. Part of a later room's action, whose audit event covers it."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from payments.ledger.actions.turns import while_posting
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import Account, Transfer
from payments.ledger.rules import (
    MAY_POST_MONEY,
    AccountOwner,
    NewTransfer,
    TransferCode,
    crossing_problems,
    reversal_of,
    transfer_problems,
)

#: Rows to one INSERT. Judgement: 14 columns, well under the 32,766 values that SQLite takes.
BATCH = 500
#: Judgement: a posting that breaks a rule usually breaks it everywhere; the first few say enough.
PROBLEMS_SHOWN = 20


def post_transfers(*, by: Viewer, authority_id: int, transfers: Sequence[NewTransfer]) -> int:
    """Write the transfers that are not in the ledger yet. Returns how many were written.

    The same (source, reference, leg) with the same content is already done and left alone; with
    other content, and for money that would go to another person, council or currency, LedgerConflict is
    raised and nothing is written. Callers lock what they post for
    (the account, the line), so two of them never write one key at once.
    """
    require_transaction()
    check(by, MAY_POST_MONEY, authority_id)
    owners = _owners({account for t in transfers for account in (t.debit_id, t.credit_id)})
    if problems := [
        *transfer_problems(transfers),
        *crossing_problems(transfers, owners, authority_id),
    ]:
        raise LedgerConflict(*problems[:PROBLEMS_SHOWN])
    written = _already_written(transfers)
    if conflicts := [t for t in transfers if t.key in written and not _same(t, written[t.key])]:
        raise LedgerConflict(
            *(
                problem("ledger_posted_otherwise", source=t.source, reference=t.reference)
                for t in conflicts[:PROBLEMS_SHOWN]
            )
        )
    rows = [_row(t, by.at, authority_id) for t in transfers if t.key not in written]
    if rows:
        while_posting(authority_id=authority_id)  # before their numbers are drawn
    Transfer.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _owners(account_ids: set[int]) -> dict[int, AccountOwner]:
    owners, ids = {}, sorted(account_ids)
    for start in range(0, len(ids), BATCH):
        found = Account.objects.filter(pk__in=ids[start : start + BATCH])
        for row in found.only("authority_id", "person_id", "currency"):
            owners[row.pk] = AccountOwner(row.authority_id, row.person_id, row.currency)
    return owners


def _already_written(transfers: Sequence[NewTransfer]) -> dict[tuple[str, str, int], Transfer]:
    written = {}
    for start in range(0, len(transfers), BATCH):
        chunk = transfers[start : start + BATCH]
        for row in Transfer.objects.filter(
            source__in={t.source for t in chunk}, reference__in=[t.reference for t in chunk]
        ):
            written[(row.source, row.reference, row.leg)] = row
    return written


def _same(new: NewTransfer, row: Transfer) -> bool:
    return (
        new.debit_id,
        new.credit_id,
        new.amount_pence,
        new.code.value,
        new.effective_date,
        new.group,
        new.total_pence,
        new.reverses_id,
    ) == (
        row.debit_id,
        row.credit_id,
        row.amount_pence,
        row.code,
        row.effective_date,
        row.group,
        row.group_total_pence,
        row.reverses_id,
    )


def _row(new: NewTransfer, at: datetime, authority_id: int) -> Transfer:
    return Transfer(
        authority_id=authority_id,
        debit_id=new.debit_id,
        credit_id=new.credit_id,
        amount_pence=new.amount_pence,
        code=new.code.value,
        effective_date=new.effective_date,
        recorded_at=at,
        source=new.source,
        reference=new.reference,
        leg=new.leg,
        group=new.group,
        group_total_pence=new.total_pence,
        reverses_id=new.reverses_id,
    )


def reverse_group(*, by: Viewer, authority_id: int, group: uuid.UUID, effective_date: date) -> int:
    """Undo every transfer of one group, and nothing else. Returns how many rows were written.

    Raises LedgerConflict when nothing has this group, and when it was undone before: a person asked for something that has
    happened already, and should hear it.
    """
    require_transaction()
    rows = list(Transfer.objects.filter(authority_id=authority_id, group=group).order_by("pk"))
    if not rows:
        raise LedgerConflict(problem("ledger_nothing_to_undo"))
    if Transfer.objects.filter(reverses__in=rows).exists():
        raise LedgerConflict(problem("ledger_undone_already"))
    undo = uuid.uuid5(group, "undo")
    return post_transfers(
        by=by,
        authority_id=authority_id,
        transfers=[
            reversal_of(_as_new(row), transfer_id=row.pk, effective_date=effective_date, group=undo)
            for row in rows
        ],
    )


def _as_new(row: Transfer) -> NewTransfer:
    return NewTransfer(
        debit_id=row.debit_id,
        credit_id=row.credit_id,
        amount_pence=row.amount_pence,
        code=TransferCode(row.code),
        effective_date=row.effective_date,
        source=row.source,
        reference=row.reference,
        leg=row.leg,
        group=row.group,
        group_total_pence=row.group_total_pence,
    )
