"""Who did it becomes two columns: a user, or a named part of the system."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("Access", "granted_by", "granted_by_code"),
        migrations.AddField(
            model_name="access",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="access",
            name="granted_by_system",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
    ]
