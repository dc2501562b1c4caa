"""Columns of CSV files are with their layouts."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0025_carry_layouts_over'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='moneyaccount',
            name='csv_mapping',
        ),
    ]
