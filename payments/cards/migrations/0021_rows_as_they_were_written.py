"""The row of the file beside each line, what the account held after it, and whether it is a reversal."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0020_agreements_of_what_was_paid'),
    ]

    operations = [
        migrations.AddField(
            model_name='receivedline',
            name='raw_rows',
            field=models.JSONField(blank=True, default=list, help_text='The row of the file, and each row that worded it otherwise later.'),
        ),
        migrations.AddField(
            model_name='receivedline',
            name='balance_pence',
            field=models.BigIntegerField(blank=True, help_text='What the account held after it, where the file says so.', null=True),
        ),
        migrations.AddField(
            model_name='receivedline',
            name='is_reversal',
            field=models.BooleanField(default=False, help_text='The bank marks it as taking back an earlier payment.'),
        ),
    ]
