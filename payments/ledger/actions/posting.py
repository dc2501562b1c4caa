"""Writing transfers and undoing them. Part of a later room's action, whose audit event covers it."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from payments.ledger.actions.turns import while_posting
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import Account, Transfer
from payments.ledger.periods import closed_problems, posted_on
from payments.ledger.queries import closed_until
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
    other content, for money that would go to another person, council or currency, and for a day whose
    period is closed, LedgerConflict is raised and nothing is written. Callers lock what they post for
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
    new = [t for t in transfers if t.key not in written]
    if not new:
        return 0
    open_from = first_open_day(authority_id=authority_id)  # takes its turn before numbers are drawn
    LedgerConflict.refuse_if_any(list(closed_problems(new, open_from))[:PROBLEMS_SHOWN])
    Transfer.objects.bulk_create([_row(t, by.at, authority_id) for t in new], batch_size=BATCH)
    return len(new)


def first_open_day(*, authority_id: int) -> date | None:
    """The first day on which something may be posted for a council; None where nothing is closed.

    Part of an action: until its transaction ends, nobody closes a period of the council.
    """
    while_posting(authority_id=authority_id)
    return closed_until(authority_id)


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


def reverse_group(
    *, by: Viewer, authority_id: int, group: uuid.UUID, effective_date: date | None = None
) -> int:
    """Undo every transfer of one group, and nothing else. Returns how many rows were written.

    As `reverse_groups`; with `effective_date` all on that day.
    """
    return _reverse(by, authority_id, [group], effective_date)


def reverse_groups(*, by: Viewer, authority_id: int, groups: Collection[uuid.UUID]) -> int:
    """Undo every transfer of these groups, each on its own day, or on the first open day where its own is
    closed. Returns how many rows were written.

    Raises LedgerConflict when nothing has one of these groups, and when one was undone before: a person
    asked for something that has happened already, and should hear it.
    """
    return _reverse(by, authority_id, groups, None)


def _reverse(
    by: Viewer, authority_id: int, groups: Collection[uuid.UUID], effective_date: date | None
) -> int:
    require_transaction()
    rows = list(Transfer.objects.filter(authority_id=authority_id, group__in=groups).order_by("pk"))
    if set(groups) - {row.group for row in rows}:
        raise LedgerConflict(problem("ledger_nothing_to_undo"))
    if Transfer.objects.filter(reverses__in=rows).exists():
        raise LedgerConflict(problem("ledger_undone_already"))
    open_from = first_open_day(authority_id=authority_id)
    return post_transfers(
        by=by,
        authority_id=authority_id,
        transfers=[
            reversal_of(
                _as_new(row),
                transfer_id=row.pk,
                effective_date=effective_date or posted_on(row.effective_date, open_from),
                group=uuid.uuid5(row.group, "undo"),
            )
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
