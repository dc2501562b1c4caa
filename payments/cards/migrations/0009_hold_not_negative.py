"""The check that a hold is never below zero is named in plain words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0008_drop_event_reason"),
    ]

    operations = [
        migrations.RemoveConstraint("authorisation", "hold_not_below_nought"),
        migrations.AddConstraint(
            "authorisation",
            models.CheckConstraint(
                condition=models.Q(("held_pence__gte", 0)), name="hold_not_negative"
            ),
        ),
    ]
