"""What the server, the workers and the database must agree on before anything starts."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, connection

from marketplace.core.errors import Problem, problem
from marketplace.core.job_queue import LANES
from marketplace.core.serving.rules import ServerCapacity
from marketplace.core.wording import sentence_of

#: Each lane of a worker is a thread with a connection, and so is its clock.
CONNECTIONS_OF_A_WORKER = len(LANES) + 1


def capacity() -> ServerCapacity:
    """What the settings say runs on this machine."""
    return ServerCapacity(
        settings.SERVER_PROCESSES,
        settings.SERVER_THREADS,
        settings.JOB_WORKERS,
        CONNECTIONS_OF_A_WORKER,
    )


@register()
def threads_fit(**_: Any) -> list[CheckMessage]:
    """Every thread has a connection of its own, so all of them must fit. A file has no such limit."""
    wanted, allowed = capacity(), settings.DATABASE_CONNECTIONS
    if connection.vendor != "postgresql" or wanted.connections <= allowed:
        return []
    return [_error("E001", problem("connections_do_not_fit", sum=wanted.sum, allowed=allowed))]


@register(Tags.database)
def database_fits(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """What we may use is what the database has, less what it keeps for its administrators."""
    if not databases or connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('max_connections')::int"
                " - current_setting('superuser_reserved_connections')::int"
            )
            (real,) = cursor.fetchone()
    except OperationalError:
        # It is away: whoever asked finds that out, and says it better.
        return []
    allowed = settings.DATABASE_CONNECTIONS
    if real >= allowed:
        return []
    return [_error("E002", problem("database_allows_fewer", allowed=allowed, real=real))]


def _error(number: str, why: Problem) -> Error:
    return Error(sentence_of(why), id=f"handrail.{number}")
