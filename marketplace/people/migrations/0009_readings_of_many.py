"""Readings of several people together: one row each, and whom it showed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_capacity_to_copy'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority_id', models.BigIntegerField(db_index=True)),
                ('user_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('purpose', models.CharField(max_length=40)),
                ('filters', models.JSONField(default=dict)),
                ('people_count', models.PositiveIntegerField()),
                ('content_hash', models.CharField(max_length=64)),
                ('read_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-read_at'],
                'indexes': [models.Index(fields=['user_id', 'read_at'], name='list_reading_by_user')],
            },
        ),
        migrations.CreateModel(
            name='ListReadingPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('reading', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='people.listreading')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reading', 'person_id'), name='one_person_a_reading')],
            },
        ),
    ]
