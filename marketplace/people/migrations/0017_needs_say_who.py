"""A communication need may be in words alone, and may have been recorded by a machine."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0016_who_sees_equality_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='communicationneed',
            name='need_ended_by_somebody',
        ),
        migrations.AddField(
            model_name='communicationneed',
            name='ended_by_system',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='communicationneed',
            name='recorded_by_system',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='communicationneed',
            name='kind',
            field=models.CharField(choices=[('large_print', 'Large print'), ('easy_read', 'Easy read'), ('braille', 'Braille'), ('audio', 'Audio'), ('by_email', 'Letters by email'), ('by_text', 'Text messages, not calls'), ('by_phone', 'Phone, not letters'), ('text_relay', 'Text relay'), ('bsl', 'British Sign Language interpreter'), ('deafblind', 'Deafblind manual interpreter'), ('lipspeaker', 'Lipspeaker, or a clear view of the face'), ('hearing_loop', 'Hearing loop'), ('language', 'Interpreter of another language'), ('more_time', 'More time to talk'), ('aid', 'Communication aid, like a word board'), ('somebody', 'Somebody beside them who helps'), ('other', 'Something else')], max_length=20),
        ),
        migrations.AlterField(
            model_name='communicationneed',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='communicationneed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', False), ('recorded_by_system', '')), models.Q(('recorded_by__isnull', True), models.Q(('recorded_by_system', ''), _negated=True)), _connector='OR'), name='people_communicationneed_recorded_by_one_actor'),
        ),
        migrations.AddConstraint(
            model_name='communicationneed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), models.Q(models.Q(('ended_by__isnull', False), ('ended_by_system', '')), models.Q(('ended_by__isnull', True), models.Q(('ended_by_system', ''), _negated=True)), _connector='OR')), models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_by_system', '')), _connector='OR'), name='people_communicationneed_ended_by_one_actor'),
        ),
    ]
