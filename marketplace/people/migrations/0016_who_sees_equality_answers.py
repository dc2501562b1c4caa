"""People see their own equality answers, their workers ask, a copy has them: by rows of their own.

Not who covers for days, nor a team. Taken back, these rows go.
"""

from typing import Any

from django.db import migrations

A_BATCH = 500


def give(apps: Any, schema_editor: Any) -> None:
    access = apps.get_model("people", "Access")
    seen = access.objects.filter(scope="record", ended_at=None, user__isnull=False)
    workers = seen.filter(capacity="practitioner", until_date=None)
    for rows in (seen.filter(capacity__in=["self", "copy"]), workers):
        new = []
        for row in rows.iterator():
            row.pk, row.scope = None, "equality"
            row._state.adding = True
            new.append(row)
        access.objects.bulk_create(new, batch_size=A_BATCH)


def take_back(apps: Any, schema_editor: Any) -> None:
    apps.get_model("people", "Access").objects.filter(scope="equality").delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0015_equality_answers")]

    operations = [migrations.RunPython(give, take_back)]
