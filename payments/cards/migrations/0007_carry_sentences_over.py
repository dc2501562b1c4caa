"""Sentences that rows hold become facts of one code, word for word, and back."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

EVENT, STATEMENT = "card_event_carried_over", "statement_carried_over"


def carry_over(apps: Any, editor: Any) -> None:
    for event in _events(apps, editor).exclude(reason="").iterator():
        event.problems = [_coded(EVENT, event.reason)]
        event.save(update_fields=["problems"])
    for run in _imports(apps, editor):
        run.problems = [
            {"position": row["position"], **_coded(STATEMENT, row["reason"])}
            for row in run.problems
        ]
        run.notes = [_coded(STATEMENT, note) for note in run.notes]
        run.save(update_fields=["problems", "notes"])


def carry_back(apps: Any, editor: Any) -> None:
    """What was written since has no sentence of its own, so its code is written instead."""
    for event in _events(apps, editor).exclude(problems=[]).iterator():
        event.reason = " ".join(_sentence(one) for one in event.problems)[:400]
        event.save(update_fields=["reason"])
    for run in _imports(apps, editor):
        run.problems = [
            {"position": row["position"], "reason": _sentence(row)} for row in run.problems
        ]
        run.notes = [_sentence(note) for note in run.notes]
        run.save(update_fields=["problems", "notes"])


def _coded(code: str, reason: str) -> dict[str, Any]:
    return {"code": code, "facts": {"reason": reason}}


def _sentence(kept: dict[str, Any]) -> str:
    return str(kept["facts"].get("reason", kept["code"]))


def _events(apps: Any, editor: Any) -> Any:
    return apps.get_model("cards", "WebhookEvent").objects.using(editor.connection.alias)


def _imports(apps: Any, editor: Any) -> Iterator[Any]:
    rows = apps.get_model("cards", "StatementImport").objects.using(editor.connection.alias)
    return rows.exclude(problems=[], notes=[]).iterator()


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0006_event_problems"),
    ]

    operations = [
        migrations.RunPython(carry_over, carry_back),
    ]
