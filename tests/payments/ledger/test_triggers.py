"""The database itself refuses to change or delete what is append-only."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from payments.ledger.actions import post_transfers, seal_ledger
from payments.ledger.models import SealExamination
from payments.ledger.queries import problems
from payments.ledger.triggers import GUARDED, guards, make_triggers, missing_triggers
from tests.factories.accounts import as_viewer
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
        return self.sql.format(table=model._meta.db_table, columns=quoted, fresh=fresh)


#: Every verb that changes or removes rows, as each database knows it.
ALL_VERBS: dict[str, Verb] = {
    "update": Verb("UPDATE {table} SET id = 999"),
    "update or replace": Verb("UPDATE OR REPLACE {table} SET id = 999", "sqlite"),
    "delete": Verb("DELETE FROM {table}"),
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
    "truncate cascade": Verb("TRUNCATE {table} CASCADE", "postgresql"),
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
