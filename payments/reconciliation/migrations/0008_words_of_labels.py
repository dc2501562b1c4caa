"""Labels in the words of docs/words.md. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0007_one_actor"),
    ]

    operations = [
        migrations.AlterField(
            model_name="match",
            name="tier",
            field=models.CharField(
                choices=[
                    ("T0", "The card provider’s own number"),
                    ("T1", "A reference"),
                    ("T2", "Amount, date and payee"),
                    ("T4", "A number of periods confirmed before"),
                    ("T5", "A suggestion"),
                    ("hand", "Matched by staff"),
                ],
                max_length=4,
            ),
        ),
        migrations.AlterField(
            model_name="moneyexception",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "No match"),
                    ("suggested", "Suggested match"),
                    ("queried", "Question sent"),
                    ("resolved", "Done"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
