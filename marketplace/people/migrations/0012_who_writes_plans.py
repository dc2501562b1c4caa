"""Who could write a plan, and see what may go wrong, still may: by rows of their own.

People and their brokers wrote by being that; whoever saw the plan for a decision or a copy saw all of
it. Taken back, these rows go, and what each may do is again what their capacity says.
"""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.utils.timezone import localtime

ALSO_SEEN = {
    "self": ("plan_write", "risk"),
    "broker": ("plan_write", "risk"),
    "approver": ("risk",),
    "copy": ("risk",),
}
A_BATCH = 500


def give(apps: Any, schema_editor: Any) -> None:
    access = apps.get_model("people", "Access")
    for capacity, scopes in ALSO_SEEN.items():
        for scope in scopes:
            new = []
            for row in access.objects.filter(capacity=capacity, scope="plan").iterator():
                row.pk, row.scope = None, scope
                row._state.adding = True
                new.append(row)
            access.objects.bulk_create(new, batch_size=A_BATCH)


def take_back(apps: Any, schema_editor: Any) -> None:
    """What was ended at an instant ends with its day, and what only teams have goes."""
    access = apps.get_model("people", "Access")
    access.objects.filter(scope__in=["plan_write", "risk"]).delete()
    access.objects.filter(team__isnull=False).delete()
    for row in access.objects.filter(ended_at__isnull=False):
        ended = localtime(row.ended_at).date() + timedelta(days=1)
        row.until_date = min(ended, row.until_date or ended)
        row.ended_at = None
        row.save(update_fields=["until_date", "ended_at"])


class Migration(migrations.Migration):
    dependencies = [("people", "0011_access_of_teams")]

    operations = [migrations.RunPython(give, take_back)]
