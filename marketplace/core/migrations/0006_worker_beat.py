"""Signs of life of the workers, so that a long job is not taken for a dead one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_one_actor")]

    operations = [
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("worker_id", models.CharField(max_length=64, unique=True)),
                ("lane", models.CharField(max_length=32)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("process", models.PositiveIntegerField()),
                ("beat_at", models.DateTimeField()),
                ("job_id", models.UUIDField(null=True)),
            ],
        ),
    ]
