"""An agreement may say nothing of how many weeks may be left over. Nothing read the weeks until now, and
0 stood where nobody had said any: there the council's figure holds."""

from django.db import migrations, models


def unsay(apps, schema_editor):
    agreements = apps.get_model("brokerage", "PaymentAgreement").objects
    agreements.filter(contingency_weeks=0).update(contingency_weeks=None)


def say_zero(apps, schema_editor):
    agreements = apps.get_model("brokerage", "PaymentAgreement").objects
    agreements.filter(contingency_weeks=None).update(contingency_weeks=0)


class Migration(migrations.Migration):

    dependencies = [
        ("brokerage", "0026_budgets_estimated"),
    ]

    operations = [
        migrations.AlterField(
            model_name="paymentagreement",
            name="contingency_weeks",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Weeks of money that may be left over; empty where the council’s figure holds.",
                null=True,
            ),
        ),
        migrations.RunPython(unsay, say_zero),
    ]
