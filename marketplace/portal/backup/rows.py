"""What a database holds, read the same way from either kind: rows, migrations, the ledger's end,
files that rows name, jobs in flight."""

from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField
from django_tasks_db.models import DBTaskResult

from marketplace.core.models import OutgoingMail
from marketplace.portal.backup.disk import FilePlace
from marketplace.portal.backup.manifest import DatabaseFacts, TableRows
from marketplace.portal.backup.progress import ProgressLines
from payments.ledger.models import Seal, Transfer

_JOBS = DBTaskResult._meta.db_table


class DatabaseReader(Protocol):
    """A database as it is at one instant, or while nobody else writes it."""

    vendor: str
    version: str

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """The rows of an answer."""

    def tables(self) -> list[str]:
        """The names of its tables."""

    def rows_of(self, table: str) -> TableRows:
        """What is in a table."""


def facts_of(reader: DatabaseReader, progress: ProgressLines) -> DatabaseFacts:
    """What a manifest says of a database."""
    tables = {}
    names = reader.tables()
    for done, name in enumerate(names):
        progress.step(f"Counting rows: table {done + 1} of {len(names)}.")
        tables[name] = reader.rows_of(name)
    applied = _ask(reader, tables, "django_migrations", "app, name FROM django_migrations")
    transfers, seals = Transfer._meta.db_table, Seal._meta.db_table
    last = _ask(reader, tables, transfers, f"max(id) FROM {transfers}")
    seal = _ask(reader, tables, seals, f"digest FROM {seals} ORDER BY id DESC LIMIT 1")
    return DatabaseFacts(
        vendor=reader.vendor,
        version=reader.version,
        tables=tables,
        migrations=tuple(sorted(f"{app}.{name}" for app, name in applied)),
        last_transfer=(last[0][0] if last else 0) or 0,
        last_seal=seal[0][0] if seal else "",
    )


def files_named(reader: DatabaseReader, places: list[FilePlace]) -> set[str]:
    """The files that rows name, by their path in a backup."""
    tables, named = set(reader.tables()), set()
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            place = _place_of(field, places)
            if place and table in tables:
                column = f'"{field.column}"'
                rows = reader.ask(
                    f"SELECT DISTINCT {column} FROM \"{table}\" WHERE {column} <> ''"  # noqa: S608 - names of our models
                )
                named |= {f"{place.name}/{name}" for (name,) in rows}
    return named


def _place_of(field: Any, places: list[FilePlace]) -> FilePlace | None:
    if not isinstance(field, FileField) or not isinstance(field.storage, FileSystemStorage):
        return None
    root = Path(field.storage.location)
    return next((place for place in places if place.root == root), None)


def in_flight(reader: DatabaseReader) -> tuple[int, int, int]:
    """How many jobs were at work, how many waited, and how many messages were not sent yet."""
    by_state = dict(_ask(reader, {_JOBS}, _JOBS, f"status, count(*) FROM {_JOBS} GROUP BY status"))
    mail = OutgoingMail._meta.db_table
    waiting = reader.rows_of(mail).count if mail in reader.tables() else 0
    return by_state.get("RUNNING", 0), by_state.get("READY", 0), waiting


def differences(wanted: DatabaseFacts, found: DatabaseFacts) -> list[str]:
    """A sentence for each thing that is not in a database as the manifest says; nothing when all is."""
    said = []
    for name in sorted(wanted.tables.keys() | found.tables.keys()):
        there, is_now = wanted.tables.get(name), found.tables.get(name)
        if there is None or is_now is None:
            said.append(f"The table {name} is {'new' if there is None else 'missing'}.")
        elif there.count != is_now.count:
            said.append(f"The table {name} has {is_now.count} rows of {there.count}.")
        elif there.digest != is_now.digest:
            said.append(f"The rows of the table {name} are not as they were.")
    if (wanted.last_transfer, wanted.last_seal) != (found.last_transfer, found.last_seal):
        said.append("The ledger does not end where it ended.")
    return said


def _ask(reader: DatabaseReader, tables: Any, table: str, what: str) -> list[tuple[Any, ...]]:
    return reader.ask(f"SELECT {what}") if table in tables else []
