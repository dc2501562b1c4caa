"""Which agreements pay into an account."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0009_funds_agreements_and_lines'),
        ('cards', '0018_reference_on_the_card'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='cards.moneyaccount')),
                ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account_agreement', to='brokerage.paymentagreement')),
            ],
        ),
    ]
