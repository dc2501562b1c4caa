"""Why an event is parked is kept as a code with its facts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0005_one_actor"),
    ]

    operations = [
        migrations.AddField(
            model_name="webhookevent",
            name="problems",
            field=models.JSONField(
                blank=True, default=list, help_text="Why it is parked: code and facts."
            ),
        ),
    ]
