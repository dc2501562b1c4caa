"""Database triggers that refuse a write, on SQLite and PostgreSQL, made again after every migrate.

A room lists its guards; `make`, `drop` and `missing` put them into a database, take them away and
read them back. They are made again because SQLite drops a table's triggers when it rebuilds it.

SQLite's REPLACE, in INSERT as in UPDATE, removes every row that holds a unique key of the new one,
and fires no DELETE trigger for it unless the connection asked (`recursive_triggers`). A guard must
hold for every connection, a shell's too, so another one refuses the new row before that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_VERBS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}
_PLPGSQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {when} THEN RAISE EXCEPTION '{message}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""


@dataclass(frozen=True)
class Guard:
    """One trigger: which verb on which table it refuses, when, and what it says then.

    `when` is SQL over OLD and NEW that both databases read. It and the message come from the code
    of a room, never from data.
    """

    table: str
    verb: str
    message: str
    when: str = "1 = 1"
    #: What is refused, where one verb has two guards.
    refuses: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}_no_{self.refuses or self.verb.lower()}"


def append_only(model: type[models.Model], vendor: str) -> list[Guard]:
    """Guards under which a model's rows are only ever added."""
    table = model._meta.db_table
    message = f"{table} is append-only: add a row that corrects it"
    refused = [Guard(table, verb, message) for verb in _VERBS[vendor]]
    # UPDATE is refused whatever it would replace.
    return refused + [g for g in unreplaced(model, vendor, message) if g.verb == "INSERT"]


def unreplaced(
    model: type[models.Model],
    vendor: str,
    message: str,
    *,
    kept: str = "1 = 1",
    also: Iterable[str] = (),
) -> list[Guard]:
    """Guards under which REPLACE removes none of a model's rows; none where the database lacks it.

    `kept` is SQL over the row that is in the way, named `kept`: whether it must stay. `also` is SQL
    over `kept` and NEW for the keys that are unique under a condition only, one for each.
    """
    if vendor != "sqlite":
        return []
    table = model._meta.db_table
    same = " OR ".join(f"({key})" for key in (*_same_keys(model), *also))
    # All of it is names of tables and columns in this code.
    others = f"SELECT 1 FROM {table} AS kept WHERE ({same}) AND {kept}"  # noqa: S608
    return [
        Guard(table, "INSERT", message, f"EXISTS ({others})", "replace"),
        Guard(table, "UPDATE", message, f"EXISTS ({others} AND kept.id <> OLD.id)", "update_over"),
    ]


def _same_keys(model: type[models.Model]) -> Iterator[str]:
    """SQL over `kept` and NEW for each unique key of a model that has no condition: both have it."""
    keys = [[field] for field in model._meta.concrete_fields if field.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            keys.append([model._meta.get_field(name) for name in constraint.fields])  # type: ignore[misc]
    for key in keys:
        yield " AND ".join(f'kept."{field.column}" = NEW."{field.column}"' for field in key)


def make(guards: Iterable[Guard], *, using: str) -> None:
    """Put each guard in place, or again, where its table is as this code knows it.

    On the way back to an earlier version a table lacks columns that guards read: that version's own
    `migrate` puts its guards in place.
    """
    connection = connections[using]
    wanted = list(guards)
    with connection.cursor() as cursor:
        tables = _as_known(connection, cursor, {guard.table for guard in wanted})
        for guard in wanted:
            if guard.table in tables:
                for statement in _statements(guard, connection.vendor):
                    cursor.execute(statement)


def _as_known(connection: BaseDatabaseWrapper, cursor: Any, asked: set[str]) -> set[str]:
    """Those of the tables asked for that have every column that this code knows of them."""
    there = asked & set(connection.introspection.table_names(cursor))
    known = {model._meta.db_table: model for model in apps.get_models() if model._meta.managed}
    return {
        table
        for table in there & known.keys()
        if {field.column for field in known[table]._meta.concrete_fields}
        <= _columns(connection, cursor, table)
    }


def _columns(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> set[str]:
    """The names alone: Django's description of a table parses all its SQL on SQLite, for collations."""
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608
    return {column[0] for column in cursor.description}


def drop(guards: Iterable[Guard], *, using: str) -> None:
    """Take each guard away where its table exists."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in guards:
            if guard.table in tables:
                cursor.execute(_drop(guard, connection.vendor))


def missing(guards: Iterable[Guard], *, using: str = "default") -> list[str]:
    """The names of those guards that the database does not have, or that are switched off."""
    found = _found(connections[using])
    return [guard.name for guard in guards if guard.name not in found]


def _statements(guard: Guard, vendor: str) -> list[str]:
    event = f"TRIGGER {guard.name} BEFORE {guard.verb} ON {guard.table}"
    if vendor == "postgresql":
        each = "STATEMENT" if guard.verb == "TRUNCATE" else "ROW"
        return [
            _PLPGSQL.format(name=guard.name, when=guard.when, message=guard.message),
            f"CREATE OR REPLACE {event} FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
        ]
    refusal = f"SELECT RAISE(ABORT, '{guard.message}')"
    return [_drop(guard, vendor), f"CREATE {event} WHEN {guard.when} BEGIN {refusal}; END"]


def _drop(guard: Guard, vendor: str) -> str:
    on = f" ON {guard.table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {guard.name}{on}"


def _found(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}
