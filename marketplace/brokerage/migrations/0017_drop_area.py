"""Outcomes have their terms and lines their rows: the columns before them go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("brokerage", "0016_carry_outcomes_over")]

    operations = [
        migrations.RemoveField(model_name="outcome", name="area"),
        migrations.RemoveField(model_name="planitem", name="outcome"),
        migrations.AlterField(
            model_name="outcome",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="vocabulary.outcometerm",
                help_text="Which outcome of a framework of the council this is.",
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="outcomes",
            field=models.ManyToManyField(
                related_name="items", through="brokerage.PlanItemOutcome", to="brokerage.outcome"
            ),
        ),
    ]
