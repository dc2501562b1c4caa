"""Accounts name a fund and a plan line."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0009_funds_agreements_and_lines'),
        ('ledger', '0005_seal_examination'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='fund',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='ledger_accounts', to='brokerage.fund'),
        ),
        migrations.AddField(
            model_name='account',
            name='plan_line',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='ledger_accounts', to='brokerage.planline'),
        ),
        migrations.AlterField(
            model_name='account',
            name='code',
            field=models.CharField(help_text='Unique in the council: card:12, line:7:3', max_length=60),
        ),
    ]
