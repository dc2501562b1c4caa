

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accreditation', '0004_drop_actor_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='standingchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('changed_by__isnull', False), ('changed_by_system', '')), models.Q(('changed_by__isnull', True), models.Q(('changed_by_system', ''), _negated=True)), _connector='OR'), name='accreditation_standingchange_changed_by_one_actor'),
        ),
    ]
