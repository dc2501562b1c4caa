"""Append-only in the database itself: no UPDATE and no DELETE of what must not change."""

from typing import Any

from django.db import connections

from marketplace.core.models import AuditEvent
from marketplace.core.triggers import Guard, append_only, make, missing
from payments.ledger.models import Seal, SealExamination, Transfer

GUARDED = (Transfer, Seal, SealExamination, AuditEvent)


def guards(vendor: str) -> list[Guard]:
    """Every guard of the ledger and of the audit trail on a kind of database."""
    return [guard for model in GUARDED for guard in append_only(model, vendor)]


def make_triggers(*, using: str = "default", **_: Any) -> None:
    """Put every guard in place whose table exists. A receiver of post_migrate."""
    make(guards(connections[using].vendor), using=using)


def missing_triggers(*, using: str = "default") -> list[str]:
    """The names of the guards that the database does not have."""
    return missing(guards(connections[using].vendor), using=using)
