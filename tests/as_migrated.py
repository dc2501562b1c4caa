"""The copy of the migrated database, put back after a transactional test to what it was when it was made."""

import shutil
from itertools import count
from pathlib import Path

from django.db import connection, connections, transaction

from marketplace.accreditation import triggers as of_schemes
from marketplace.brokerage import triggers as of_plans
from payments.ledger import triggers as of_ledger
from tests.migrated import copy_on_server, drop_on_server, template_database, use_database

#: Past the guards and foreign keys.
UNGUARDED = "SET LOCAL session_replication_role = replica"
NUMBERS_LEFT_OUT = """
    SELECT (SELECT count(*) FROM django_migrations) <> last_value FROM django_migrations_id_seq
"""


_copies = count(1)


def put_back_on_disk() -> None:
    """SQLite's copy is made anew, in a file of another name.

    Something may still read the one before: a cursor that was never finished keeps its file open when
    its connection is closed. Every later connection to a file written over it would fail.
    """
    for alias in connections:
        connections[alias].close()
    before = Path(str(connection.settings_dict["NAME"]))
    for part in ("", "-wal", "-shm"):
        Path(f"{before}{part}").unlink(missing_ok=True)
    copy = before.with_name(f"test-{next(_copies)}.sqlite3")
    shutil.copyfile(template_database(), copy)
    use_database(str(copy))


class AsMigrated:
    """PostgreSQL's copy is put back by the rows that the migrations made, read from a fresh copy, as JSON by table."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        with connection.cursor() as cursor:
            for table in _tables_with_rows():
                cursor.execute(f'SELECT json_agg(held)::text FROM "{table}" AS held')
                self.rows[table] = cursor.fetchone()[0]

    def put_back(self) -> None:
        """Only where a test has migrated are the tables others, and the copy is made anew."""
        for alias in connections:
            connections[alias].close()
        if _has_migrated():
            _copy_again()
        else:
            self._put_rows_back()
            _put_guards_back()

    def _put_rows_back(self) -> None:
        """Emptying the few tables that a test wrote into takes a twentieth of Django's flush of all."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UNGUARDED)
            for table in _tables_with_rows():
                cursor.execute(f'DELETE FROM "{table}"')
            for table, rows in self.rows.items():
                cursor.execute(
                    f'INSERT INTO "{table}" OVERRIDING SYSTEM VALUE'
                    f' SELECT * FROM json_populate_recordset(NULL::"{table}", %s)',
                    [rows],
                )


def _tables_with_rows() -> list[str]:
    names = sorted(connection.introspection.django_table_names(only_existing=True))
    each = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return [name for (name,) in cursor.fetchall()]


def _put_guards_back() -> None:
    for triggers in (of_schemes, of_plans, of_ledger):
        if triggers.missing_triggers():
            triggers.make_triggers()


def _has_migrated() -> bool:
    """Back or forth: then numbers of its migrations are left out."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS_LEFT_OUT)
        return bool(cursor.fetchone()[0])


def _copy_again() -> None:
    name = str(connection.settings_dict["NAME"])
    use_database("postgres")
    drop_on_server(name)
    copy_on_server(name)
    use_database(name)
