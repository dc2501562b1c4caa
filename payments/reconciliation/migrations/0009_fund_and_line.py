"""Parts of matches name a fund and a plan line."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0009_funds_agreements_and_lines'),
        ('reconciliation', '0008_words_of_labels'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='matchpart',
            name='part_has_a_target',
        ),
        migrations.AddField(
            model_name='matchpart',
            name='fund',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='match_parts', to='brokerage.fund'),
        ),
        migrations.AddField(
            model_name='matchpart',
            name='plan_line',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='match_parts', to='brokerage.planline'),
        ),
    ]
