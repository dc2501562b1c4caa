"""Words only: labels of states, and what the columns of refusals hold. No row changes."""

from django.db import migrations, models

HOLD_STATES = [
    ("pending", "Held"),
    ("expired", "Expired"),
    ("declined", "Declined"),
    ("reversed", "Given back"),
    ("closed", "Closed"),
]
EVENT_STATES = [
    ("parked", "Needs a person"),
    ("received", "Waiting"),
    ("processed", "Done"),
    ("ignored", "Not needed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0009_hold_not_negative"),
    ]

    operations = [
        migrations.AlterField(
            model_name="authorisation",
            name="state",
            field=models.CharField(choices=HOLD_STATES, max_length=10),
        ),
        migrations.AlterField(
            model_name="webhookevent",
            name="state",
            field=models.CharField(choices=EVENT_STATES, default="received", max_length=10),
        ),
        migrations.AlterField(
            model_name="statementimport",
            name="notes",
            field=models.JSONField(
                default=list, help_text="About the file as a whole: code and facts."
            ),
        ),
        migrations.AlterField(
            model_name="statementimport",
            name="problems",
            field=models.JSONField(
                default=list, help_text="Refused lines: position, code and facts."
            ),
        ),
    ]
