"""Upratings, with what each changes for whom; a price change says at which price its line was signed."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_sent_forms'),
        ('brokerage', '0012_drop_streams'),
        ('people', '0009_readings_of_many'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Nothing recorded price changes before upratings: there are no rows for which it must be known.
        migrations.AddField(
            model_name='pricechange',
            name='signed_pence',
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='Uprating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('preparing', 'Preview being made'), ('prepared', 'Preview ready'), ('recording', 'Being recorded'), ('recorded', 'Recorded'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='preparing', max_length=9)),
                ('from_date', models.DateField()),
                ('rate', models.PositiveIntegerField(default=0)),
                ('payers', models.JSONField(default=list, help_text='Kinds of payers whose money goes up.')),
                ('contribution_rate', models.PositiveIntegerField(default=0)),
                ('price_source', models.CharField(choices=[('keep', 'Leave prices as they are'), ('rate', 'Raise every price by a percentage'), ('listing', 'Take the listing’s own price on that day')], max_length=7)),
                ('price_rate', models.PositiveIntegerField(default=0)),
                ('reached_person_id', models.BigIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('made_by_system', models.CharField(blank=True, max_length=80)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by_system', models.CharField(blank=True, max_length=80)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by_system', models.CharField(blank=True, max_length=80)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upratings', to='accounts.authority')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='UpratedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('ready', 'To be recorded'), ('unchanged', 'No change'), ('recorded', 'Recorded'), ('left_out', 'Left out'), ('taken_back', 'Undone'), ('kept', 'Not undone')], max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('changed_since', 'Changed after the preview'), ('agreed_on_top', 'Something is agreed on top'), ('day_has_come', 'The day has come')], max_length=13)),
                ('change', models.JSONField()),
                ('stays_count', models.PositiveSmallIntegerField(default=0)),
                ('recorded', models.JSONField(blank=True, default=dict)),
                ('budget_before_pence', models.PositiveBigIntegerField(default=0)),
                ('budget_after_pence', models.PositiveBigIntegerField(default=0)),
                ('paid_before_pence', models.PositiveBigIntegerField(default=0)),
                ('paid_after_pence', models.PositiveBigIntegerField(default=0)),
                ('planned_before_pence', models.PositiveBigIntegerField(default=0)),
                ('planned_after_pence', models.PositiveBigIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upratings', to='people.person')),
                ('uprating', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='brokerage.uprating')),
            ],
            options={
                'ordering': ['person__name', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='uprating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_by__isnull', False), ('made_by_system', '')), models.Q(('made_by__isnull', True), models.Q(('made_by_system', ''), _negated=True)), _connector='OR'), name='brokerage_uprating_made_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='uprating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), models.Q(models.Q(('confirmed_by__isnull', False), ('confirmed_by_system', '')), models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by_system', ''), _negated=True)), _connector='OR')), models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('confirmed_by_system', '')), _connector='OR'), name='brokerage_uprating_confirmed_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='uprating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', False), models.Q(models.Q(('undone_by__isnull', False), ('undone_by_system', '')), models.Q(('undone_by__isnull', True), models.Q(('undone_by_system', ''), _negated=True)), _connector='OR')), models.Q(('undone_at__isnull', True), ('undone_by__isnull', True), ('undone_by_system', '')), _connector='OR'), name='brokerage_uprating_undone_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='upratedperson',
            constraint=models.UniqueConstraint(fields=('uprating', 'person'), name='one_row_a_person_uprated'),
        ),
    ]
