"""Choices only: the state has its labels from the enum, and words of listings are not repeated here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("brokerage", "0005_one_actor")]

    operations = [
        migrations.AlterField(
            model_name="planitem",
            name="day_band",
            field=models.CharField(default="weekday", max_length=12),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="unit",
            field=models.CharField(help_text="A unit of listings.", max_length=8),
        ),
        migrations.AlterField(
            model_name="supportplan",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Waiting for a decision"),
                    ("returned", "Returned with reasons"),
                    ("approved", "Approved"),
                    ("superseded", "Replaced by a newer plan"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
    ]
