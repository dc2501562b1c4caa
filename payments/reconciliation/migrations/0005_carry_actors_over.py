"""Every row keeps its doer."""

from django.db import migrations

from marketplace.core.migrations._actor_codes import carried_over


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0004_add_actor_columns"),
    ]

    operations = [
        carried_over("reconciliation.Match", "made_by", "undone_by"),
        carried_over("reconciliation.MoneyException", "resolved_by"),
    ]
