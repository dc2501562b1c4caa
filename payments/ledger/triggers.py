"""Append-only in the database itself: no UPDATE and no DELETE of what must not change.

Made again after every migrate, because SQLite drops a table's triggers when it rebuilds the table.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from marketplace.core.models import AuditEvent
from payments.ledger.models import Seal, Transfer

GUARDED = (Transfer, Seal, AuditEvent)
_FUNCTION = """
CREATE OR REPLACE FUNCTION handrail_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: add a row that corrects it', TG_TABLE_NAME; END $$
"""
_VERBS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def guards(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Each guard's name, table and verb on a kind of database."""
    for model in GUARDED:
        for verb in _VERBS[vendor]:
            table = model._meta.db_table
            yield f"{table}_no_{verb.lower()}", table, verb


def make_triggers(*, using: str = "default", **_: Any) -> None:
    """Put every guard in place whose table exists. A receiver of post_migrate."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, table, verb in guards(connection.vendor):
            if table in tables:
                for statement in _statements(connection, name, table, verb):
                    cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper, name: str, table: str, verb: str) -> list[str]:
    if connection.vendor == "postgresql":
        each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        return [
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION handrail_append_only()"
        ]
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN "
        f"SELECT RAISE(ABORT, '{table} is append-only: add a row that corrects it'); END",
    ]


def missing_triggers(*, using: str = "default") -> list[str]:
    """The names of the guards that the database does not have."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name, _, _ in guards(connection.vendor) if name not in found]
