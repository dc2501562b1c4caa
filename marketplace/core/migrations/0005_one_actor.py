

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_drop_audit_actor_code'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='auditevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by_system', ''), ('by_user_id__isnull', False)), models.Q(('by_user_id__isnull', True), models.Q(('by_system', ''), _negated=True)), _connector='OR'), name='audit_names_one_actor'),
        ),
    ]
