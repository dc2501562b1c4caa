"""Every item has its line, every budget the moment it was recorded; chains are checked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brokerage', '0010_carry_over'),
    ]

    operations = [
        migrations.AlterField(
            model_name='personalbudget',
            name='recorded_at',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='personalbudget',
            name='recorded_by_system',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='supportplan',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('died', 'The person died'), ('moved', 'The person moved away'), ('not_wanted', 'No longer wanted'), ('not_eligible', 'No longer eligible')], max_length=16),
        ),
        migrations.AlterField(
            model_name='supportplan',
            name='option',
            field=models.CharField(blank=True, help_text='A, B or C where several are weighed; else empty.', max_length=1),
        ),
        migrations.AddConstraint(
            model_name='personalbudget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', False), ('recorded_by_system', '')), models.Q(('recorded_by__isnull', True), models.Q(('recorded_by_system', ''), _negated=True)), _connector='OR'), name='brokerage_personalbudget_recorded_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='personalbudget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', False), models.Q(models.Q(('agreed_by__isnull', False), ('agreed_by_system', '')), models.Q(('agreed_by__isnull', True), models.Q(('agreed_by_system', ''), _negated=True)), _connector='OR')), models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True), ('agreed_by_system', '')), _connector='OR'), name='brokerage_personalbudget_agreed_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='personalbudget',
            constraint=models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gte', models.F('from_date')), _connector='OR'), name='budget_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='personalbudget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('state__in', ['indicative', 'proposed'])), models.Q(('agreed_at__isnull', False), ('state__in', ['agreed', 'ended'])), _connector='OR'), name='budget_agreed_only_with_its_day'),
        ),
        migrations.AddConstraint(
            model_name='supportplan',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'returned', 'submitted'])), fields=('person', 'kind', 'option'), name='one_open_plan_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='supportplan',
            constraint=models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gte', models.F('from_date')), _connector='OR'), name='plan_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='supportplan',
            constraint=models.CheckConstraint(condition=models.Q(('approved_at', None), ('from_date__isnull', False), _connector='OR'), name='plan_approved_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='supportplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), models.Q(('end_reason', ''), _negated=True), ('until_date__isnull', False)), models.Q(models.Q(('state', 'ended'), _negated=True), ('end_reason', '')), _connector='OR'), name='plan_ended_for_a_reason'),
        ),
        migrations.AlterField(
            model_name='planitem',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='brokerage.planline'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.UniqueConstraint(fields=('plan', 'line'), name='one_item_a_line'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(('from_date', None), ('until_date', None), ('until_date__gt', models.F('from_date')), _connector='OR'), name='item_ends_after_start'),
        ),
    ]
