"""One row for each schedule, so that two workers cannot both queue it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_worker_beat")]

    operations = [
        migrations.CreateModel(
            name="ScheduledRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task_path", models.CharField(max_length=200, unique=True)),
                ("queued_at", models.DateTimeField()),
            ],
        ),
    ]
