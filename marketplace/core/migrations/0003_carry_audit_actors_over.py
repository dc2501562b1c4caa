"""Every audit row keeps its doer; the guard is off for this one change and made again after it."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

TABLE = "core_auditevent"
FORWARDS = (
    f"UPDATE {TABLE} SET by_user_id = CAST(SUBSTR(actor, 6) AS BIGINT) WHERE actor LIKE 'user:%'",
    f"UPDATE {TABLE} SET by_system = CASE WHEN actor LIKE 'system:%'"
    " THEN SUBSTR(actor, 8) ELSE actor END WHERE by_user_id IS NULL",
)
BACKWARDS = (
    f"UPDATE {TABLE} SET actor = CASE WHEN by_user_id IS NOT NULL THEN 'user:' || by_user_id"
    " WHEN by_system LIKE '%:%' THEN by_system ELSE 'system:' || by_system END",
)


def unguarded(statements: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def run(apps: Any, editor: Any) -> None:
        guards = _guards(editor)
        for name in guards:
            editor.execute(_dropped(editor, name))
        for statement in statements:
            editor.execute(statement, params=None)
        for definition in guards.values():
            editor.execute(definition)

    return run


def _guards(editor: Any) -> dict[str, str]:
    """The guards of the trail that the database has now, each with the SQL that makes it again."""
    query = (
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        f" WHERE NOT tgisinternal AND tgrelid = '{TABLE}'::regclass"
        if editor.connection.vendor == "postgresql"
        else f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'"
    )
    with editor.connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _dropped(editor: Any, name: str) -> str:
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {editor.quote_name(name)}{on}"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_actor_columns")]

    operations = [migrations.RunPython(unguarded(FORWARDS), unguarded(BACKWARDS))]
