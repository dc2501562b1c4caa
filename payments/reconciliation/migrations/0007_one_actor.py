

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_teams_and_dated_memberships'),
        ('cards', '0005_one_actor'),
        ('reconciliation', '0006_drop_actor_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), ('undone_at__isnull', True)), models.Q(('state', 'undone'), ('undone_at__isnull', False)), _connector='OR'), name='match_undone_at_only_when_undone'),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_by__isnull', False), ('made_by_system', '')), models.Q(('made_by__isnull', True), models.Q(('made_by_system', ''), _negated=True)), _connector='OR'), name='reconciliation_match_made_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', False), models.Q(models.Q(('undone_by__isnull', False), ('undone_by_system', '')), models.Q(('undone_by__isnull', True), models.Q(('undone_by_system', ''), _negated=True)), _connector='OR')), models.Q(('undone_at__isnull', True), ('undone_by__isnull', True), ('undone_by_system', '')), _connector='OR'), name='reconciliation_match_undone_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='moneyexception',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'resolved'), _negated=True), ('resolved_at__isnull', True)), models.Q(('resolved_at__isnull', False), ('state', 'resolved')), _connector='OR'), name='exception_resolved_at_only_when_resolved'),
        ),
        migrations.AddConstraint(
            model_name='moneyexception',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', False), models.Q(models.Q(('resolved_by__isnull', False), ('resolved_by_system', '')), models.Q(('resolved_by__isnull', True), models.Q(('resolved_by_system', ''), _negated=True)), _connector='OR')), models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True), ('resolved_by_system', '')), _connector='OR'), name='reconciliation_moneyexception_resolved_by_one_actor'),
        ),
    ]
