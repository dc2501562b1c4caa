"""Risks to a person, with what is done about them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0019_drop_first_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.CharField(help_text='What may happen.', max_length=200)),
                ('wanted', models.CharField(blank=True, help_text='Why the person takes it, in their words.', max_length=400)),
                ('likelihood', models.CharField(choices=[('unlikely', 'Not likely'), ('possible', 'Can happen'), ('likely', 'Likely')], max_length=8)),
                ('harm', models.CharField(choices=[('small', 'Some harm, soon over'), ('serious', 'Serious harm, like a stay in hospital'), ('grave', 'Lasting harm, or danger to life')], max_length=8)),
                ('done', models.CharField(help_text='What is done about it, by whom.', max_length=400)),
                ('review_date', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='people.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='risk_ended_by_somebody')],
            },
        ),
    ]
