"""Access to a team means a team; what was called so is a role. Access may end at an instant."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_sent_forms"),
        ("people", "0010_scopes_are_chosen"),
    ]

    operations = [
        migrations.RemoveConstraint("Access", "access_user_or_team"),
        migrations.RemoveConstraint("Access", "one_open_access_a_user"),
        migrations.RemoveConstraint("Access", "one_open_access_a_team"),
        migrations.RenameField("Access", "team", "role"),
        migrations.AlterField(
            "Access",
            "role",
            models.CharField(blank=True, help_text="All who hold it here.", max_length=20),
        ),
        migrations.AddField(
            "Access",
            "team",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="access",
                to="accounts.team",
            ),
        ),
        migrations.AddField("Access", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "Access",
            models.CheckConstraint(
                condition=Q(user__isnull=False, team__isnull=True, role="")
                | Q(user__isnull=True, team__isnull=False, role="")
                | (Q(user__isnull=True, team__isnull=True) & ~Q(role="")),
                name="access_user_team_or_role",
            ),
        ),
        migrations.AddConstraint(
            "Access",
            models.UniqueConstraint(
                fields=["person", "user", "capacity", "scope"],
                condition=Q(until_date=None, ended_at=None, user__isnull=False),
                name="one_open_access_a_user",
            ),
        ),
        migrations.AddConstraint(
            "Access",
            models.UniqueConstraint(
                fields=["person", "team", "capacity", "scope"],
                condition=Q(until_date=None, ended_at=None, team__isnull=False),
                name="one_open_access_a_team",
            ),
        ),
        migrations.AddConstraint(
            "Access",
            models.UniqueConstraint(
                fields=["person", "role", "capacity", "scope"],
                condition=Q(until_date=None, ended_at=None) & ~Q(role=""),
                name="one_open_access_a_role",
            ),
        ),
    ]
