

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_teams_and_dated_memberships'),
        ('cards', '0004_drop_actor_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='statementimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('imported_by__isnull', False), ('imported_by_system', '')), models.Q(('imported_by__isnull', True), models.Q(('imported_by_system', ''), _negated=True)), _connector='OR'), name='cards_statementimport_imported_by_one_actor'),
        ),
    ]
