"""Words for what an atomic block is meant to be."""

from django.db import transaction


def require_transaction() -> None:
    """Refuse to go on unprotected: a helper that writes says so with this. Raises RuntimeError."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("This must run inside a transaction: call it from an action.")
