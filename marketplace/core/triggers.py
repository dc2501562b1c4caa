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
_BODY = """
BEGIN
  IF {when} THEN RAISE EXCEPTION '{message}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END """
#: PostgreSQL's bits of a trigger: for each row, before, and its verb (pg_trigger.h).
_EACH_ROW, _BEFORE = 1, 2
_BITS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


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
    #: The other tables that `when` reads.
    reads: tuple[str, ...] = ()

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
    """Put each guard in place, or again, where its table, and what it reads, is as this code knows it.

    On the way back to an earlier version a table lacks columns that guards read: that version's own
    `migrate` puts its guards in place.
    """
    connection = connections[using]
    wanted = list(guards)
    with connection.cursor() as cursor:
        read = {table for guard in wanted for table in guard.reads}
        tables = _as_known(connection, cursor, {guard.table for guard in wanted} | read)
        for guard in wanted:
            if {guard.table, *guard.reads} <= tables:
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
    """The names of those guards that the database does not have, or not as this code makes them:
    switched off, narrowed, or saying yes to everything."""
    connection = connections[using]
    there = _found(connection)
    return [g.name for g in guards if there.get(g.name) != _as_made(g, connection.vendor)]


def _statements(guard: Guard, vendor: str) -> list[str]:
    if vendor == "postgresql":
        each = "STATEMENT" if guard.verb == "TRUNCATE" else "ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $${_body(guard)}$$",
            f"CREATE OR REPLACE {_event(guard)} FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
        ]
    return [_drop(guard, vendor), _create(guard)]


def _event(guard: Guard) -> str:
    return f"TRIGGER {guard.name} BEFORE {guard.verb} ON {guard.table}"


def _body(guard: Guard) -> str:
    return _BODY.format(when=guard.when, message=guard.message)


def _create(guard: Guard) -> str:
    refusal = f"SELECT RAISE(ABORT, '{guard.message}')"
    return f"CREATE {_event(guard)} WHEN {guard.when} BEGIN {refusal}; END"


def _as_made(guard: Guard, vendor: str) -> tuple[object, ...]:
    """What a database keeps of a guard, as `_found` reads it."""
    if vendor == "postgresql":
        row = 0 if guard.verb == "TRUNCATE" else _EACH_ROW
        return (guard.table, row + _BEFORE + _BITS[guard.verb], guard.name, _body(guard))
    return (guard.table, _create(guard))


def _drop(guard: Guard, vendor: str) -> str:
    on = f" ON {guard.table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {guard.name}{on}"


def _found(connection: BaseDatabaseWrapper) -> dict[str, tuple[object, ...]]:
    """Each trigger that fires, by name: its table and what it does."""
    query = (
        "SELECT tgname, relname, tgtype, proname, prosrc FROM pg_trigger"
        " JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgattr = ''"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: tuple(found) for name, *found in cursor.fetchall()}
