"""The first chain takes what is not sealed yet as its last rows; from there each council has its own.

Backwards, the councils' own seals go, for one chain cannot hold them; the first chain keeps every row.
"""

from typing import Any

from django.db import migrations
from django.utils import timezone

# What a seal is made of can never change, for old seals must stay provable; so it is not copied here.
from payments.ledger.rules import GENESIS, SealedRow, seal_digest

TRANSFERS, SEALS = "ledger_transfer", "ledger_seal"
RANGE = 50_000
COLUMNS = (
    "pk",
    "debit_id",
    "credit_id",
    "amount_pence",
    "code",
    "effective_date",
    "source",
    "reference",
    "leg",
    "group",
    "reverses_id",
)


def close(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        # Waits for whoever posts now, and lets nobody begin: below the last row none can appear.
        editor.execute(f"LOCK TABLE {TRANSFERS} IN SHARE MODE")
    while _seal_next(apps):
        pass


def _seal_next(apps: Any) -> bool:
    seals = apps.get_model("ledger", "Seal").objects
    last = seals.filter(authority_id=None).order_by("pk").last()
    after, previous = (last.last_transfer_id, last.digest) if last else (0, GENESIS)
    found = apps.get_model("ledger", "Transfer").objects.filter(pk__gt=after).order_by("pk")
    rows = [SealedRow(*values) for values in found.values_list(*COLUMNS)[:RANGE]]
    if rows:
        seals.create(
            first_transfer_id=rows[0].id,
            last_transfer_id=rows[-1].id,
            digest=seal_digest(previous, rows),
            previous_digest=previous,
            sealed_at=timezone.now(),
        )
    return bool(rows)


def drop_council_seals(apps: Any, editor: Any) -> None:
    guards = _guards(editor)
    for name in guards:
        editor.execute(_dropped(editor, name))
    editor.execute(f"DELETE FROM {SEALS} WHERE authority_id IS NOT NULL")
    for definition in guards.values():
        editor.execute(definition, params=None)


def _guards(editor: Any) -> dict[str, str]:
    """The guards of the seals that the database has now, each with the SQL that makes it again."""
    query = (
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        f" WHERE NOT tgisinternal AND tgrelid = '{SEALS}'::regclass"
        if editor.connection.vendor == "postgresql"
        else f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{SEALS}'"
    )
    with editor.connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _dropped(editor: Any, name: str) -> str:
    on = f" ON {SEALS}" if editor.connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {editor.quote_name(name)}{on}"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_seal_authority")]

    operations = [migrations.RunPython(close, drop_council_seals)]
