"""Whether an error says that a disk is full, whoever met it: the file system, SQLite or PostgreSQL."""

import errno

from django.db import DatabaseError


def is_full_disk(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    words = str(error)
    return isinstance(error, DatabaseError) and (
        "disk is full" in words or "No space left" in words
    )
