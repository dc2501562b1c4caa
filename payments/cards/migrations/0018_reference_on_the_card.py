"""The card processor's id is the card's alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0017_digits_of_bank_accounts"),
    ]

    operations = [
        migrations.RemoveConstraint("moneyaccount", "one_account_a_provider_reference"),
        migrations.RemoveField("moneyaccount", "provider_reference"),
    ]
