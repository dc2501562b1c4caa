

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_teams_and_dated_memberships'),
        ('tasks', '0004_drop_actor_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(max_length=24),
        ),
        migrations.AlterField(
            model_name='task',
            name='role',
            field=models.CharField(max_length=20),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('state', 'open')), models.Q(('done_at__isnull', False), ('state', 'done')), _connector='OR'), name='task_done_at_only_when_done'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), models.Q(models.Q(('done_by__isnull', False), ('done_by_system', '')), models.Q(('done_by__isnull', True), models.Q(('done_by_system', ''), _negated=True)), _connector='OR')), models.Q(('done_at__isnull', True), ('done_by__isnull', True), ('done_by_system', '')), _connector='OR'), name='tasks_task_done_by_one_actor'),
        ),
    ]
