"""What a figure and a school term were before stays known."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def forget_withdrawn(apps: Any, editor: Any) -> None:
    """On the way back there is one row a day again: what was set before goes."""
    for name in ("CouncilFigure", "SchoolTerm"):
        rows = apps.get_model("council", name).objects.using(editor.connection.alias)
        rows.filter(withdrawn_at__isnull=False).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_hand_overs'),
        ('council', '0003_school_terms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='councilfigure',
            name='one_figure_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='schoolterm',
            name='one_school_term_of_a_name',
        ),
        migrations.AddField(
            model_name='councilfigure',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, help_text='When it was set otherwise for the same day.', null=True),
        ),
        migrations.AddField(
            model_name='schoolterm',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, help_text='When it was taken away, or set otherwise.', null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_withdrawn),
        migrations.AddConstraint(
            model_name='councilfigure',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('authority', 'key', 'from_date'), name='one_figure_a_day'),
        ),
        migrations.AddConstraint(
            model_name='schoolterm',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('authority', 'name'), name='one_school_term_of_a_name'),
        ),
    ]
