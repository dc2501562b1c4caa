"""A plan to write and the risks are scopes of their own; practitioners, and who breaks the glass."""

from django.db import migrations, models

CAPACITIES = [
    ("self", "You"),
    ("representative", "Person who speaks for you"),
    ("broker", "Your broker"),
    ("practitioner", "Your social care worker"),
    ("approver", "Decides your plan"),
    ("finance", "Checks the money"),
    ("copy", "Makes a copy of your record"),
    ("break_glass", "Opened your record for a stated reason"),
]
SCOPES = [
    ("record", "who you are"),
    ("plan", "your plan"),
    ("plan_write", "your plan, to write it"),
    ("money", "your money"),
    ("risk", "risks to you"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0009_readings_of_many")]

    operations = [
        migrations.AlterField(
            "Access", "capacity", models.CharField(choices=CAPACITIES, max_length=16)
        ),
        migrations.AlterField("Access", "scope", models.CharField(choices=SCOPES, max_length=12)),
    ]
