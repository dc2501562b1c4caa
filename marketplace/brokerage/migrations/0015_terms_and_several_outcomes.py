"""Room for an outcome's term of a framework, and for several outcomes a plan line."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("care", "Care and support"),
    ("carer", "Carer’s support"),
    ("trial", "Trial"),
    ("health", "Personal health budget"),
    ("one_off", "One-off"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("brokerage", "0014_a_weekday_or_a_date"),
        ("vocabulary", "0004_outcome_frameworks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="personalbudget",
            name="kind",
            field=models.CharField(choices=KINDS, default="care", max_length=8),
        ),
        migrations.AlterField(
            model_name="supportplan",
            name="kind",
            field=models.CharField(choices=KINDS, default="care", max_length=8),
        ),
        migrations.AddField(
            model_name="outcome",
            name="term",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="vocabulary.outcometerm",
                help_text="Which outcome of a framework of the council this is.",
            ),
        ),
        migrations.CreateModel(
            name="PlanItemOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="for_outcomes",
                        to="brokerage.planitem",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="by_items",
                        to="brokerage.outcome",
                    ),
                ),
            ],
            options={
                "ordering": ["outcome__position", "outcome"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "outcome"), name="one_item_an_outcome"
                    )
                ],
            },
        ),
        # What these two held goes to the new columns next, and on the way back comes from them.
        migrations.AlterField(
            model_name="outcome",
            name="area",
            field=models.CharField(max_length=16, null=True),  # noqa: DJ001
        ),
        migrations.AlterField(
            model_name="planitem",
            name="outcome",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="brokerage.outcome",
            ),
        ),
    ]
