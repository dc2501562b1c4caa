"""Carrying `user:12` and `system:matcher` over into two columns, row for row, and back."""

from typing import Any

from django.db import migrations


def carried_over(model: str, *columns: str) -> migrations.RunPython:
    """From `x_code` to `x` (a user) and `x_system` (a machine), for columns of this app's model.

    A code of neither form, or of a user who is gone, is kept word for word in `x_system`.
    """

    def forwards(apps: Any, editor: Any) -> None:
        table, users = _tables(apps, editor, model)
        for column in columns:
            q = editor.quote_name
            code, user, machine = q(f"{column}_code"), q(f"{column}_id"), q(f"{column}_system")
            known = f"EXISTS (SELECT 1 FROM {users} u WHERE 'user:' || u.id = {table}.{code})"
            editor.execute(
                f"UPDATE {table} SET {user} = CAST(SUBSTR({code}, 6) AS BIGINT) WHERE {known}"
            )
            editor.execute(
                f"UPDATE {table} SET {machine} = CASE WHEN {code} LIKE 'system:%'"
                f" THEN SUBSTR({code}, 8) ELSE {code} END WHERE {user} IS NULL",
                params=None,
            )

    def backwards(apps: Any, editor: Any) -> None:
        table, _ = _tables(apps, editor, model)
        for column in columns:
            q = editor.quote_name
            code, user, machine = q(f"{column}_code"), q(f"{column}_id"), q(f"{column}_system")
            editor.execute(f"UPDATE {table} SET {code} = {_code(user, machine)}", params=None)

    return migrations.RunPython(forwards, backwards)


def _tables(apps: Any, editor: Any, model: str) -> tuple[str, str]:
    found = editor.quote_name(apps.get_model(model)._meta.db_table)
    return found, editor.quote_name(apps.get_model("accounts.User")._meta.db_table)


def _code(user: str, machine: str) -> str:
    """The one code again. What was kept word for word has its colon already."""
    return (
        f"CASE WHEN {user} IS NOT NULL THEN 'user:' || {user}"
        f" WHEN {machine} = '' OR {machine} LIKE '%:%' THEN {machine}"
        f" ELSE 'system:' || {machine} END"
    )
