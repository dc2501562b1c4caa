"""Mail waits in a row of its own that its delivery removes; jobs hold ids."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_scheduled_run")]

    operations = [
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("queued_at", models.DateTimeField()),
                ("parts", models.JSONField()),
            ],
        ),
    ]
