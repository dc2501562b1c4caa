"""The database itself refuses to change or delete what is append-only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from marketplace.accounts.rules import Role
from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from payments.ledger.actions import close_period, post_transfers, reopen_period, seal_ledger
from payments.ledger.models import SealExamination
from payments.ledger.queries import problems
from payments.ledger.triggers import GUARDED, guards, make_triggers, missing_triggers
from tests.factories.accounts import as_viewer, make_user
from tests.factories.ledger import IMPORTER, drop_guards, make_account, new_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _rows(at: datetime) -> None:
    account = make_account()
    post_transfers(
        by=as_viewer(IMPORTER, at),
        authority_id=account.authority_id,
        transfers=[new_transfer(account, make_account())],
    )
    (seal,) = seal_ledger(by=as_viewer(IMPORTER, at))
    SealExamination.objects.create(
        seal=seal,
        found_digest="f" * 64,
        reason="Planted",
        examined_at=at,
        examined_by_system="tests",
    )
    record(
        event="test",
        by=as_viewer(IMPORTER, at),
        subject=account,
    )
    finance = [make_user(Role.FINANCE), make_user(Role.FINANCE)]
    closer, reopener = (as_viewer(user, at) for user in finance)
    closed = close_period(
        by=closer, authority_id=account.authority_id, last_day=at.date() - timedelta(days=1)
    )
    reopen_period(by=reopener, close_id=closed.pk, reason="Planted")
    connection.check_constraints()  # PostgreSQL truncates nothing while deferred checks wait


@dataclass(frozen=True)
class Verb:
    """One way in which a database can be asked to change or to lose a row of `{table}`."""

    sql: str
    #: The one database that knows it; empty where both do.
    only: str = ""

    def for_table(self, model: type[models.Model]) -> str:
        columns = [field.column for field in model._meta.concrete_fields]
        quoted = ", ".join(f'"{column}"' for column in columns)
        fresh = ", ".join("id + 1000" if c == "id" else f'"{c}"' for c in columns)
        names = {"table": model._meta.db_table, "columns": quoted, "fresh": fresh}
        return self.sql.format(**names, last=f'"{columns[-1]}"')


#: Every verb that changes or removes rows, as each database knows it.
ALL_VERBS: dict[str, Verb] = {
    "update": Verb("UPDATE {table} SET id = 999"),
    "update of one column": Verb("UPDATE {table} SET {last} = {last}"),
    "update or ignore": Verb("UPDATE OR IGNORE {table} SET id = 999", "sqlite"),
    "update or fail": Verb("UPDATE OR FAIL {table} SET id = 999", "sqlite"),
    "update or rollback": Verb("UPDATE OR ROLLBACK {table} SET id = 999", "sqlite"),
    "update from": Verb(
        "UPDATE {table} SET id = 999 FROM (SELECT 1 AS one) AS other WHERE other.one = 1"
    ),
    "update in a query": Verb(
        "WITH moved AS (UPDATE {table} SET id = 999 RETURNING id) SELECT * FROM moved",
        "postgresql",
    ),
    "update or replace": Verb("UPDATE OR REPLACE {table} SET id = 999", "sqlite"),
    "delete": Verb("DELETE FROM {table}"),
    "delete of one": Verb("DELETE FROM {table} WHERE id = (SELECT MAX(id) FROM {table})"),
    "delete and return": Verb("DELETE FROM {table} RETURNING id"),
    "delete using": Verb(
        "DELETE FROM {table} AS t USING {table} AS s WHERE t.id = s.id", "postgresql"
    ),
    "insert or replace": Verb(
        "INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}", "sqlite"
    ),
    "replace": Verb("REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}", "sqlite"),
    "replace another id": Verb(
        "REPLACE INTO {table} ({columns}) SELECT {fresh} FROM {table}", "sqlite"
    ),
    "insert on conflict": Verb(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE 1 = 1"
        " ON CONFLICT (id) DO UPDATE SET id = 999"
    ),
    "insert or ignore, then update": Verb(
        "INSERT OR IGNORE INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE 1 = 1"
        " ON CONFLICT DO UPDATE SET id = 999",
        "sqlite",
    ),
    "truncate": Verb("TRUNCATE {table} CASCADE", "postgresql"),
    "truncate and restart": Verb("TRUNCATE ONLY {table} RESTART IDENTITY CASCADE", "postgresql"),
    "truncate cascade": Verb("TRUNCATE {table} CASCADE", "postgresql"),
    "merge and update": Verb(
        "MERGE INTO {table} AS t USING (SELECT id FROM {table}) AS s ON t.id = s.id"
        " WHEN MATCHED THEN UPDATE SET id = 999",
        "postgresql",
    ),
    "merge": Verb(
        "MERGE INTO {table} AS t USING (SELECT id FROM {table}) AS s ON t.id = s.id"
        " WHEN MATCHED THEN DELETE",
        "postgresql",
    ),
}


VERBS = {name: verb for name, verb in ALL_VERBS.items() if verb.only in ("", connection.vendor)}


def rows_of(model: type[models.Model]) -> list[dict[str, object]]:
    return list(model._default_manager.order_by("pk").values())


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("model", GUARDED)
@pytest.mark.parametrize("verb", VERBS)
def test_append_only_row_when_changed_by_any_verb_of_the_database_stays(
    model: type[models.Model], verb: str
) -> None:
    """SQLite's REPLACE takes away whatever has one of the new row's unique keys, not its id alone."""
    if verb == "replace another id" and model in (AuditEvent, SealExamination):
        return  # they have no other unique key, so this only adds rows
    before = rows_of(model)
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(VERBS[verb].for_table(model))
    assert rows_of(model) == before != []


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("model", GUARDED)
def test_append_only_row_when_copied_in_over_itself_stays(model: type[models.Model]) -> None:
    """COPY knows no conflict clause, so the keys refuse it."""
    if connection.vendor != "postgresql":
        return  # it has no COPY
    before, table = rows_of(model), model._meta.db_table
    refused = pytest.raises(connection.Database.IntegrityError)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} TO STDOUT") as reading:
            kept = b"".join(reading)
        with cursor.copy(f"COPY {table} FROM STDIN") as writing:
            writing.write(kept)
    assert rows_of(model) == before != []


def hollow_out() -> None:
    """A guard of the same name that lets everything by, as somebody would leave it who wrote past it."""
    name = "ledger_transfer_no_update"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RETURN NEW; END $$"
            )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON ledger_transfer WHEN 1 = 0"
                " BEGIN SELECT RAISE(ABORT, 'never'); END"
            )


def test_guard_of_the_name_that_refuses_nothing_is_reported_as_missing() -> None:
    hollow_out()
    assert missing_triggers() == ["ledger_transfer_no_update"]
    make_triggers()
    assert missing_triggers() == []


def test_guard_that_is_switched_off_is_reported_as_missing() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite switches no trigger off
    with connection.cursor() as cursor:
        for how in ("DISABLE", "ENABLE REPLICA"):
            cursor.execute(f"ALTER TABLE ledger_seal {how} TRIGGER ledger_seal_no_delete")
            assert missing_triggers() == ["ledger_seal_no_delete"]


def test_every_guard_is_in_the_migrated_database() -> None:
    assert missing_triggers() == []


def test_guards_that_are_gone_are_reported_and_migrate_puts_them_back() -> None:
    drop_guards()
    names = [guard.name for guard in guards(connection.vendor)]
    assert missing_triggers() == names
    said = " ".join(problems())
    for name in (names[0], "brokerage_planitem_no_update"):
        assert f"The guard {name} is missing" in said
    call_command("migrate", "ledger", verbosity=0, interactive=False)
    assert missing_triggers() == []


def test_guards_are_made_only_for_tables_that_exist() -> None:
    drop_guards()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_seal RENAME TO seal_gone")
    make_triggers()
    assert missing_triggers() == [
        guard.name for guard in guards(connection.vendor) if guard.table == "ledger_seal"
    ]


def test_guards_are_made_only_where_the_table_has_every_column_that_is_known_of_it() -> None:
    """On the way back to an earlier version a guard would read a column that is not there."""
    drop_guards()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_seal RENAME COLUMN sealed_at TO gone")
    make_triggers()
    assert missing_triggers() == [
        guard.name for guard in guards(connection.vendor) if guard.table == "ledger_seal"
    ]
