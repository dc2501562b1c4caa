"""Who waits for whom between posting and sealing, council by council.

A transfer's number is handed out before its transaction is committed, so a higher number may be seen
before a lower one. Only when nobody is posting for a council is every number so far seen, or never.
SQLite has one writer at a time, whose transaction began before any number was drawn.
"""

from django.db import connection

from marketplace.core.transactions import require_transaction

# Namespaces of PostgreSQL's advisory locks.
_POSTING, _SEALING = 7330, 7331


def while_posting(*, authority_id: int) -> None:
    """Until the transaction ends, whoever wants to know what was posted waits. Part of an action."""
    _take("pg_advisory_xact_lock_shared", _POSTING, authority_id)


def after_posting(*, authority_id: int) -> None:
    """Wait until nobody posts for this council; until the transaction ends, nobody begins."""
    _take("pg_advisory_xact_lock", _POSTING, authority_id)


def one_sealer(*, authority_id: int) -> None:
    """Until the transaction ends, no other one seals this council's transfers. Part of an action."""
    _take("pg_advisory_xact_lock", _SEALING, authority_id)


def _take(lock: str, namespace: int, authority_id: int) -> None:
    require_transaction()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s, %s)", [namespace, authority_id])
