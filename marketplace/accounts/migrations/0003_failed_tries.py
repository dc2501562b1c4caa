"""How often signing in failed, in a table of ours: a cache throws counts away to make room."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_teams_and_dated_memberships'),
    ]

    operations = [
        migrations.CreateModel(
            name='FailedTries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('counted_by', models.CharField(max_length=30)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('began_at', models.DateTimeField()),
                ('last_at', models.DateTimeField(db_index=True)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
