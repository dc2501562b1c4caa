"""Rows that several tests find, each as they were made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def shared_rows(blocker: Any) -> Iterator[None]:
    """For a fixture of a module that asks for `django_db_setup` and passes `django_db_blocker`.

    What the block makes is taken back after its last test. What a test changes is taken back after
    that test, by its own mark `django_db`, but for what it changes in the objects in hand.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
