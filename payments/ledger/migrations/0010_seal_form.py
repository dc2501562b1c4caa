"""A seal says what it covers of each transfer; those that there are cover no accounts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_account_currency")]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="form",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="What it covers of each transfer."
            ),
        ),
    ]
