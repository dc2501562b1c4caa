"""What the database itself refuses: to change or lose what is append-only, and to move money away.

A guard that reads another table, or holds accounts, is away while `migrate` runs: SQLite cannot rebuild
a table while triggers of others read it, and a migration may write into a column that it adds.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from marketplace.core.models import AuditEvent
from marketplace.core.triggers import Guard, append_only, drop, make, missing
from payments.ledger.models import (
    Account,
    ClosingBalance,
    PeriodClose,
    PeriodReopening,
    Seal,
    SealExamination,
    Transfer,
)

PERIODS = (PeriodClose, PeriodReopening, ClosingBalance)
GUARDED = (Transfer, Seal, SealExamination, Account, AuditEvent, *PERIODS)
_TRANSFERS, _ACCOUNTS = Transfer._meta.db_table, Account._meta.db_table
_CLOSES, _REOPENINGS = PeriodClose._meta.db_table, PeriodReopening._meta.db_table


def guards(vendor: str) -> list[Guard]:
    """Every guard of the ledger and of the audit trail on a kind of database."""
    kept = [guard for model in GUARDED for guard in append_only(model, vendor)]
    return [*kept, *_of_owners(), *_of_periods()]


def _of_owners() -> Iterator[Guard]:
    """Money stays with one council, one person, one currency; what undoes is the mirror of what it undoes.

    An undoing may cross, because a transfer that crossed before there was a guard is put right by it.
    """
    sides = f"{_ACCOUNTS} AS debit, {_ACCOUNTS} AS credit"
    # All of it is names of tables and columns in this code.
    crosses = (
        f"NEW.reverses_id IS NULL AND EXISTS (SELECT 1 FROM {sides}"  # noqa: S608
        " WHERE debit.id = NEW.debit_id AND credit.id = NEW.credit_id AND ("
        "debit.authority_id <> NEW.authority_id OR credit.authority_id <> NEW.authority_id"
        " OR COALESCE(debit.person_id, 0) <> COALESCE(credit.person_id, 0)"
        " OR debit.currency <> credit.currency))"
    )
    message = f"{_TRANSFERS}: money stays with one council, one person and one currency"
    yield Guard(_TRANSFERS, "INSERT", message, crosses, "crossing", reads=(_ACCOUNTS,))
    differs = (
        f"NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM {_TRANSFERS} AS undone"  # noqa: S608
        " WHERE undone.id = NEW.reverses_id AND ("
        "undone.debit_id <> NEW.credit_id OR undone.credit_id <> NEW.debit_id"
        " OR undone.amount_pence <> NEW.amount_pence OR undone.authority_id <> NEW.authority_id))"
    )
    message = f"{_TRANSFERS}: what undoes a transfer moves the same pence the other way"
    yield Guard(_TRANSFERS, "INSERT", message, differs, "other_undoing")


def _of_periods() -> Iterator[Guard]:
    """Nothing comes into a closed period; periods follow each other; the last is reopened by another person."""
    # All of it is names of tables and columns in this code.
    standing = (
        f"SELECT 1 FROM {_CLOSES} AS closed WHERE NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {_REOPENINGS} AS again WHERE again.close_id = closed.id)"
    )
    inside = (
        f"EXISTS ({standing} AND closed.authority_id = NEW.authority_id"
        " AND closed.until > NEW.effective_date)"
    )
    message = f"{_TRANSFERS}: the period of this day is closed"
    reads = (_CLOSES, _REOPENINGS)
    yield Guard(_TRANSFERS, "INSERT", message, inside, "closed_period", reads)
    earlier = (
        f"EXISTS ({standing} AND closed.authority_id = NEW.authority_id"
        " AND closed.until >= NEW.until)"
    )
    message = f"{_CLOSES}: these days are closed already"
    yield Guard(_CLOSES, "INSERT", message, earlier, "closing_again", (_REOPENINGS,))
    others = (
        f"EXISTS (SELECT 1 FROM {_CLOSES} AS own WHERE own.id = NEW.close_id AND ("  # noqa: S608
        f"own.closed_by_id = NEW.reopened_by_id OR EXISTS ({standing}"
        " AND closed.authority_id = own.authority_id AND closed.until > own.until)))"
    )
    message = f"{_REOPENINGS}: the last period alone is reopened, by somebody who did not close it"
    yield Guard(_REOPENINGS, "INSERT", message, others, "other_reopening", (_CLOSES,))


def make_triggers(*, using: str = "default", **_: Any) -> None:
    """Put every guard in place whose table exists. A receiver of post_migrate."""
    make(guards(connections[using].vendor), using=using)


def drop_reading_triggers(*, using: str = "default", **_: Any) -> None:
    """Take the guards that read other tables, and those of accounts, away for a migration. A receiver of
    pre_migrate."""
    in_the_way = [
        guard
        for guard in guards(connections[using].vendor)
        if guard.reads or guard.table == _ACCOUNTS
    ]
    drop(in_the_way, using=using)


def missing_triggers(*, using: str = "default") -> list[str]:
    """The names of the guards that the database does not have."""
    return missing(guards(connections[using].vendor), using=using)
