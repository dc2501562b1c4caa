"""What a part named before funds lasted; every part has its fund."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reconciliation', '0010_carry_over'),
    ]

    operations = [
        migrations.AlterField(
            model_name='matchpart',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='match_parts', to='brokerage.fund'),
        ),
        migrations.RemoveField(
            model_name='matchpart',
            name='plan_item',
        ),
        migrations.RemoveField(
            model_name='matchpart',
            name='stream',
        ),
    ]
