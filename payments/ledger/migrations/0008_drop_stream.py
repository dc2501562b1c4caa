"""What an account named before funds lasted."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0007_carry_over'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='account',
            name='plan_item',
        ),
        migrations.RemoveField(
            model_name='account',
            name='stream',
        ),
    ]
