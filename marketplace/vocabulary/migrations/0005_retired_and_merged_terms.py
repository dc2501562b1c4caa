"""A term may be retired, and merged into another; neither deletes it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0004_outcome_frameworks")]
    operations = [
        migrations.AddField(
            model_name="term",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="term",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="vocabulary.term",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", None), ("retired_at__isnull", False), _connector="OR"),
                name="merged_term_is_retired",
            ),
        ),
    ]
