"""Labels in the words of docs/words.md. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0010_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="webhookevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("parked", "To check"),
                    ("received", "Waiting"),
                    ("processed", "Done"),
                    ("ignored", "Not needed"),
                ],
                default="received",
                max_length=10,
            ),
        ),
    ]
