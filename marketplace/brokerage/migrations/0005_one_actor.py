

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_teams_and_dated_memberships'),
        ('brokerage', '0004_drop_actor_codes'),
        ('people', '0005_one_actor_and_open_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='personalbudget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_by__isnull', False), ('agreed_by_system', '')), models.Q(('agreed_by__isnull', True), models.Q(('agreed_by_system', ''), _negated=True)), _connector='OR'), name='brokerage_personalbudget_agreed_by_one_actor'),
        ),
    ]
