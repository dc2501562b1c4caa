"""The columns of a bank's CSV files are kept by their headings, for every account of a council."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_failed_tries'),
        ('cards', '0023_pending_lines_that_are_gone'),
    ]

    operations = [
        migrations.CreateModel(
            name='CsvLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.CharField(help_text='Of the headings, or of the account.', max_length=60)),
                ('mapping', models.JSONField(help_text='The columns to read it by.')),
                ('saved_at', models.DateTimeField()),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.authority')),
            ],
            options={
                'ordering': ['-saved_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('authority', 'signature'), name='one_layout_a_signature')],
            },
        ),
    ]
