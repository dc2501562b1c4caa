"""A line that a bank words otherwise keeps the identities that it had before."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0021_rows_as_they_were_written'),
    ]

    operations = [
        migrations.AddField(
            model_name='receivedline',
            name='former_identities',
            field=models.JSONField(blank=True, default=list, help_text='What its identity was in files that worded it otherwise.'),
        ),
    ]
