from django.db import migrations

CONCERN = 'safeguarding.safeguardingconcern'


def seal(apps, schema_editor):
    """Tasks of concerns that are private were kept from somebody: nothing else made them so."""
    tasks = apps.get_model('tasks', 'Task').objects.using(schema_editor.connection.alias)
    tasks.filter(subject_type=CONCERN, private_to_owner=True).update(is_sealed=True)


def unseal(apps, schema_editor):
    tasks = apps.get_model('tasks', 'Task').objects.using(schema_editor.connection.alias)
    tasks.filter(subject_type=CONCERN).update(is_sealed=False)


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0001_concerns'),
        ('tasks', '0006_sealed_tasks'),
    ]

    operations = [migrations.RunPython(seal, unseal)]
