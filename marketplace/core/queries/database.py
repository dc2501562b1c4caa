"""Whether the database answers, has every table, and tells the same time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def schema_answers() -> None:
    """Return when the database does. Raises DatabaseError when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def migrations_missing() -> int:
    """How many migrations of this release the database has not had."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def cache_tables_missing() -> list[str]:
    """The tables of database caches that were never made, by name."""
    wanted = [
        str(cache["LOCATION"])
        for cache in settings.CACHES.values()
        if cache["BACKEND"].endswith(".DatabaseCache")
    ]
    there = connection.introspection.table_names() if wanted else []
    return [name for name in wanted if name not in there]


def clock_ahead(at: datetime) -> timedelta:
    """How far this machine's clock is ahead of the database's. A file has no clock of its own."""
    if connection.vendor != "postgresql":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s - clock_timestamp()", [at])
        ahead: timedelta = cursor.fetchone()[0]
    return ahead
