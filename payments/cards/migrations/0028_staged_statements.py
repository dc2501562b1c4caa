"""A statement is read first, and recorded when somebody has confirmed it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0027_closed_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='statementupload',
            name='one_reading_a_file',
        ),
        migrations.AddField(
            model_name='statementimport',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='closing_minor',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='confirmed_by_system',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='despite',
            field=models.CharField(blank=True, help_text='Why it was confirmed against a warning.', max_length=300),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='opening_minor',
            field=models.BigIntegerField(blank=True, help_text='What the account held before it, where the file says so.', null=True),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='preview',
            field=models.JSONField(blank=True, default=dict, help_text='What confirming it would do, until it is recorded.'),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='state',
            field=models.CharField(choices=[('staged', 'Waiting to be confirmed'), ('confirmed', 'Confirmed'), ('discarded', 'Discarded'), ('taking_back', 'Being taken back'), ('taken_back', 'Taken back')], default='confirmed', max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='statementimport',
            name='stated_digits',
            field=models.CharField(blank=True, help_text='Of the account number that the file states.', max_length=4),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='stated_holder',
            field=models.CharField(blank=True, help_text='Whose account the file says it is.', max_length=160),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='taken_back_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='taken_back_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='taken_back_by_system',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='taken_back_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='upload',
            field=models.ForeignKey(blank=True, help_text='The file that it was read from, as long as that is remembered.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imports', to='cards.statementupload'),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='withdrawn',
            field=models.PositiveIntegerField(default=0, help_text='Payments that went when it was taken back.'),
        ),
        migrations.AlterField(
            model_name='statementupload',
            name='state',
            field=models.CharField(choices=[('columns', 'Columns to choose'), ('reading', 'Being read'), ('unreadable', 'Could not be read'), ('staged', 'Waiting to be confirmed'), ('recording', 'Being recorded'), ('read', 'Complete'), ('discarded', 'Discarded')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='statementupload',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['reading', 'staged', 'recording'])), fields=('account', 'sha256'), name='one_reading_a_file'),
        ),
    ]
