"""The digits that an account still has are those of a bank account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0016_carry_cards_over"),
    ]

    operations = [
        migrations.RenameField("moneyaccount", "last4", "bank_last4"),
        migrations.AlterField(
            model_name="moneyaccount",
            name="bank_last4",
            field=models.CharField(
                blank=True,
                help_text="Of a bank account; a card account is known by its card.",
                max_length=4,
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(kind="bank") | models.Q(bank_last4=""),
                name="digits_of_a_card_on_the_card",
            ),
        ),
    ]
