"""The page where something failed that nobody foresaw, made without the database; a full disk is told."""

import errno
import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import loader

FAILED, NO_ROOM = 500, 507


def server_error(request: HttpRequest) -> HttpResponse:
    """What failed is at hand, because the framework calls this while it handles the error."""
    status = NO_ROOM if is_full_disk(sys.exc_info()[1]) else FAILED
    return HttpResponse(loader.get_template(f"{status}.html").render(), status=status)


def is_full_disk(error: BaseException | None) -> bool:
    """Whoever met it: the file system, SQLite or PostgreSQL."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    words = str(error)
    return isinstance(error, DatabaseError) and (
        "disk is full" in words or "No space left" in words
    )
