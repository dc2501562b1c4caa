"""Labels in the words of docs/words.md. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brokerage", "0007_name_the_quantity_check"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fundingstream",
            name="payer",
            field=models.CharField(
                choices=[
                    ("council", "Council"),
                    ("nhs", "NHS"),
                    ("person", "Person’s contribution"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="deployment",
            field=models.CharField(
                choices=[
                    ("direct_payment", "The person pays"),
                    ("council_managed", "The council pays"),
                ],
                default="direct_payment",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="frequency",
            field=models.CharField(
                choices=[
                    ("week", "a week"),
                    ("fortnight", "a fortnight"),
                    ("four_weeks", "every 4 weeks"),
                    ("month", "a month"),
                    ("quarter", "a quarter"),
                    ("year", "a year"),
                    ("once", "once"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("listing", "From Handrail"),
                    ("off_market", "Not on Handrail"),
                    ("equipment", "Equipment"),
                    ("natural", "Unpaid support"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="supportplan",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Waiting for a decision"),
                    ("returned", "Returned for changes"),
                    ("approved", "Approved"),
                    ("superseded", "Replaced by a newer plan"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
    ]
