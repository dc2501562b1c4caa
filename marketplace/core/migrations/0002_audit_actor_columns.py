"""Who did it becomes two columns: a user's id, or a named part of the system."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="by_user_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="by_system",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
    ]
