"""A pending line that the bank shows no more is closed; back, it waits as it did before."""

from django.db import migrations, models


def pending_again(apps, schema_editor):
    lines = apps.get_model("cards", "ReceivedLine").objects.using(schema_editor.connection.alias)
    lines.filter(state="gone").update(state="pending")


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0022_identities_of_reworded_lines'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, pending_again),
        migrations.AlterField(
            model_name='receivedline',
            name='state',
            field=models.CharField(choices=[('pending', 'Pending'), ('booked', 'Booked'), ('other_currency', 'Another currency'), ('gone', 'Not charged')], max_length=16),
        ),
    ]
