"""What the database itself refuses: to change or lose what is append-only, and to move money away.

A guard that reads accounts, or holds them, is away while `migrate` runs: SQLite cannot rebuild their
table while triggers of other tables read it, and a migration may write into a column that it adds.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from marketplace.core.models import AuditEvent
from marketplace.core.triggers import Guard, append_only, drop, make, missing
from payments.ledger.models import Account, Seal, SealExamination, Transfer

GUARDED = (Transfer, Seal, SealExamination, Account, AuditEvent)
_TRANSFERS, _ACCOUNTS = Transfer._meta.db_table, Account._meta.db_table


def guards(vendor: str) -> list[Guard]:
    """Every guard of the ledger and of the audit trail on a kind of database."""
    kept = [guard for model in GUARDED for guard in append_only(model, vendor)]
    return [*kept, *_of_owners()]


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


def make_triggers(*, using: str = "default", **_: Any) -> None:
    """Put every guard in place whose table exists. A receiver of post_migrate."""
    make(guards(connections[using].vendor), using=using)


def drop_account_triggers(*, using: str = "default", **_: Any) -> None:
    """Take the guards that hold or read accounts away for a migration. A receiver of pre_migrate."""
    of_accounts = [
        guard
        for guard in guards(connections[using].vendor)
        if _ACCOUNTS in (guard.table, *guard.reads)
    ]
    drop(of_accounts, using=using)


def missing_triggers(*, using: str = "default") -> list[str]:
    """The names of the guards that the database does not have."""
    return missing(guards(connections[using].vendor), using=using)
