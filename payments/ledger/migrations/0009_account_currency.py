"""An account of the ledger has one currency; all that are open are in pounds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_drop_stream")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="currency",
            field=models.CharField(
                db_default="GBP",
                default="GBP",
                help_text="What its amounts are in: pence for pounds, the smallest unit of any other.",
                max_length=3,
            ),
        ),
    ]
