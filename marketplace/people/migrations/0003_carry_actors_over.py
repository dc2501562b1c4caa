"""Every row keeps its doer."""

from django.db import migrations

from marketplace.core.migrations._actor_codes import carried_over


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_add_actor_columns"),
    ]

    operations = [
        carried_over("people.Access", "granted_by"),
    ]
