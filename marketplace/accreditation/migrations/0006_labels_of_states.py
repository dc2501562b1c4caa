"""States carry their labels; kinds of supplier are the words of another room. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0005_one_actor")]

    operations = [
        migrations.AlterField(
            "accreditation",
            "state",
            models.CharField(
                choices=[
                    ("valid", "Accredited"),
                    ("suspended", "Suspended"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="valid",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "standingchange",
            "state",
            models.CharField(
                choices=[
                    ("valid", "Accredited"),
                    ("suspended", "Suspended"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "application",
            "state",
            models.CharField(
                choices=[
                    ("draft", "Started"),
                    ("submitted", "Sent in"),
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
                    ("pending", "Not looked at yet"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "criterion",
            "expires_after_months",
            models.PositiveSmallIntegerField(
                default=0, help_text="Zero: this evidence does not go out of date."
            ),
        ),
        migrations.AlterField("criterion", "kind", models.CharField(max_length=20)),
        migrations.AlterField("schemekind", "kind", models.CharField(max_length=20)),
    ]
