"""A seal is of one council; those without are of the first chain, over all councils."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_transfer_positive")]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="authority_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.UniqueConstraint(
                fields=("authority_id", "previous_digest"), name="one_seal_follows_a_seal"
            ),
        ),
    ]
