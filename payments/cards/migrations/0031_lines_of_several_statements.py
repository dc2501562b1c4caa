"""A payment may stand in several statements, and is withdrawn with the last one taken back."""

import django.db.models.deletion
from django.db import migrations, models


def not_charged(apps, schema_editor):
    """Back, what was taken back is a payment that was never charged: its identity may be another's."""
    lines = apps.get_model("cards", "ReceivedLine").objects.using(schema_editor.connection.alias)
    for line in lines.filter(state="withdrawn").iterator():
        line.state, line.identity = "gone", f"withdrawn-{line.pk}"
        line.save(update_fields=["state", "identity"])


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0030_confirmed_by_somebody'),
    ]

    operations = [
        migrations.CreateModel(
            name='LineShown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pending', models.JSONField(blank=True, default=dict)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='receivedline',
            name='one_line_an_identity',
        ),
        migrations.AlterField(
            model_name='receivedline',
            name='state',
            field=models.CharField(choices=[('pending', 'Pending'), ('booked', 'Booked'), ('other_currency', 'Another currency'), ('gone', 'Not charged'), ('withdrawn', 'Taken back')], max_length=16),
        ),
        migrations.RunPython(migrations.RunPython.noop, not_charged),
        migrations.AddConstraint(
            model_name='receivedline',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('account', 'identity'), name='one_live_line_an_identity'),
        ),
        migrations.AddField(
            model_name='lineshown',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown_in', to='cards.receivedline'),
        ),
        migrations.AddField(
            model_name='lineshown',
            name='statement_import',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines_shown', to='cards.statementimport'),
        ),
        migrations.AddConstraint(
            model_name='lineshown',
            constraint=models.UniqueConstraint(fields=('line', 'statement_import'), name='shown_once_a_statement'),
        ),
    ]
