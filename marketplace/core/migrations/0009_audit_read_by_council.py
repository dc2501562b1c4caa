"""The trail is read by council and day: one index for that, instead of one by council alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0008_outgoing_mail")]
    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="authority_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["authority_id", "recorded_at", "id"], name="audit_by_council"
            ),
        ),
    ]
