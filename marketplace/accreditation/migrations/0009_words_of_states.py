"""An application is sent; evidence is checked and accepted or not. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0008_one_accreditation_a_scheme")]

    operations = [
        migrations.AlterField(
            "application",
            "state",
            models.CharField(
                choices=[
                    ("draft", "Started"),
                    ("submitted", "Sent"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "evidence",
            "state",
            models.CharField(
                choices=[
                    ("pending", "Not checked"),
                    ("accepted", "Accepted"),
                    ("refused", "Not accepted"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
    ]
