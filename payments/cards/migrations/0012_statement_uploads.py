"""Files that people send are rows until the worker has read them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_failed_tries'),
        ('cards', '0011_words_of_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StatementUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file_name', models.CharField(max_length=160)),
                ('sha256', models.CharField(max_length=64)),
                ('format', models.CharField(max_length=10)),
                ('about_rows', models.PositiveIntegerField(default=0, help_text='Counted without reading.')),
                ('csv_mapping', models.JSONField(blank=True, default=dict, help_text='The columns to read it by.')),
                ('state', models.CharField(choices=[('columns', 'Columns to choose'), ('reading', 'Being read'), ('unreadable', 'Could not be read'), ('read', 'Complete'), ('discarded', 'Discarded')], max_length=10)),
                ('changed_at', models.DateTimeField(help_text='When it came into its state.')),
                ('tries', models.PositiveSmallIntegerField(default=0, help_text='Readings begun since a payment of it was last recorded.')),
                ('problems', models.JSONField(blank=True, default=list, help_text='Why it cannot be read: code and facts.')),
                ('sent_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='cards.moneyaccount')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.authority')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement_import', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='upload', to='cards.statementimport')),
            ],
            options={
                'ordering': ['-sent_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'reading')), fields=('account', 'sha256'), name='one_reading_a_file')],
            },
        ),
    ]
