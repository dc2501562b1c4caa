"""What a disk, a database or we ourselves refuse, as the sentence with which a command ends."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError

from marketplace.portal.backup.disk import shown
from marketplace.portal.backup.manifest import BackupRefused

_FULL = "The disk is full. Make room and run the same command again."


@contextmanager
def in_sentences() -> Iterator[None]:
    """Errors of the block become CommandError; Ctrl+C becomes its usual status."""
    try:
        yield
    except BackupRefused as refusal:
        raise CommandError(str(refusal)) from refusal
    except OSError as error:
        raise CommandError(_of_disk(error)) from error
    except (DatabaseError, sqlite3.Error) as error:
        raise CommandError(f"The database refused: {str(error).strip()}") from error
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _of_disk(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _FULL
    return f"{shown(str(error.filename or 'A file'))}: {error.strerror or error}."
