"""What a budget row held before funds lasted."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0011_each_row_has_its_own'),
        ('ledger', '0008_drop_stream'),
        ('reconciliation', '0011_drop_stream'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='supportplan',
            name='budget',
        ),
        migrations.DeleteModel(
            name='FundingStream',
        ),
    ]
