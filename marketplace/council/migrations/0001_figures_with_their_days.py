

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_teams_and_dated_memberships'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CouncilFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('value', models.BigIntegerField(help_text="In the unit that the figure's room declares.")),
                ('from_date', models.DateField()),
                ('source', models.CharField(help_text='The decision that it rests on.', max_length=200)),
                ('set_at', models.DateTimeField()),
                ('set_by_system', models.CharField(blank=True, max_length=80)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='accounts.authority')),
                ('set_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['key', 'from_date'],
                'constraints': [models.UniqueConstraint(fields=('authority', 'key', 'from_date'), name='one_figure_a_day'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='figure_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('set_by__isnull', False), ('set_by_system', '')), models.Q(('set_by__isnull', True), models.Q(('set_by_system', ''), _negated=True)), _connector='OR'), name='council_councilfigure_set_by_one_actor')],
            },
        ),
    ]
