

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_drop_actor_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='access',
            name='capacity',
            field=models.CharField(choices=[('self', 'You'), ('representative', 'Speaks for you'), ('broker', 'Your broker'), ('approver', 'Decides on your plan'), ('finance', 'Checks the money')], max_length=16),
        ),
        migrations.AlterField(
            model_name='access',
            name='scope',
            field=models.CharField(choices=[('record', 'who you are'), ('plan', 'your plan'), ('money', 'your money')], max_length=8),
        ),
        migrations.AlterField(
            model_name='access',
            name='team',
            field=models.CharField(blank=True, help_text='A role: all who hold it here.', max_length=20),
        ),
        migrations.AlterField(
            model_name='readlog',
            name='purpose',
            field=models.CharField(max_length=40),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('granted_by__isnull', False), ('granted_by_system', '')), models.Q(('granted_by__isnull', True), models.Q(('granted_by_system', ''), _negated=True)), _connector='OR'), name='people_access_granted_by_one_actor'),
        ),
    ]
