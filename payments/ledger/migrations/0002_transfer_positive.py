"""The check that a transfer moves pence is named in plain words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("transfer", "transfer_above_nought"),
        migrations.AddConstraint(
            "transfer",
            models.CheckConstraint(
                condition=models.Q(("amount_pence__gt", 0)), name="transfer_positive"
            ),
        ),
    ]
