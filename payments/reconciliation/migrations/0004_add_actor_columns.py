"""Who did it becomes two columns: a user, or a named part of the system."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0003_plain_feature_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="match", name="match_undone_at_and_by"),
        migrations.RemoveConstraint(model_name="moneyexception", name="exception_resolved_at_and_by"),
        migrations.RenameField("Match", "made_by", "made_by_code"),
        migrations.AddField(
            model_name="match",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="made_by_system",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.RenameField("Match", "undone_by", "undone_by_code"),
        migrations.AddField(
            model_name="match",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="undone_by_system",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.RenameField("MoneyException", "resolved_by", "resolved_by_code"),
        migrations.AddField(
            model_name="moneyexception",
            name="resolved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="moneyexception",
            name="resolved_by_system",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
    ]
