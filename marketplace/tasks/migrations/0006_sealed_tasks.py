from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0005_one_actor_and_open_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='is_sealed',
            field=models.BooleanField(default=False, help_text='Private because somebody may not know of it: no cover, no heir.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('is_sealed', False), ('private_to_owner', True), _connector='OR'), name='task_sealed_only_when_private'),
        ),
    ]
