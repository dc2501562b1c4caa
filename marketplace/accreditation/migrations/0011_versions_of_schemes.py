"""A scheme has versions of what it asks; schemes, and kinds in them, may be retired; several references."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


def actor():
    return models.ForeignKey(
        USER, models.PROTECT, blank=True, null=True, related_name="+"
    )


def one_of(column, when=""):
    user, machine = f"{column}__isnull", f"{column}_system"
    either = (Q(**{user: False}) & Q(**{machine: ""})) | (Q(**{user: True}) & ~Q(**{machine: ""}))
    if when:
        neither = Q(**{f"{when}__isnull": True, user: True, machine: ""})
        either = (Q(**{f"{when}__isnull": False}) & either) | neither
    return models.CheckConstraint(
        condition=either, name=f"accreditation_schemeversion_{column}_one_actor"
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(USER),
        ("accreditation", "0010_suspended_at_once"),
    ]

    operations = [
        migrations.AddField(
            "scheme", "retired_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            "schemekind", "retired_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("from_date", models.DateField(blank=True, null=True)),
                ("started_at", models.DateTimeField()),
                ("started_by", actor()),
                ("started_by_system", models.CharField(blank=True, max_length=80)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("published_by", actor()),
                ("published_by_system", models.CharField(blank=True, max_length=80)),
                (
                    "scheme",
                    models.ForeignKey(
                        "accreditation.scheme", models.PROTECT, related_name="versions"
                    ),
                ),
            ],
            options={
                "ordering": ["scheme", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["scheme", "number"], name="one_version_a_number"
                    ),
                    models.UniqueConstraint(
                        fields=["scheme"], condition=Q(state="draft"), name="one_draft_a_scheme"
                    ),
                    models.CheckConstraint(
                        condition=Q(state="draft", published_at=None, from_date=None)
                        | Q(state="published", published_at__isnull=False, from_date__isnull=False),
                        name="scheme_version_published_from_a_day",
                    ),
                    one_of("started_by"),
                    one_of("published_by", "published_at"),
                ],
            },
        ),
        migrations.AlterField(
            "criterion",
            "scheme",
            models.ForeignKey(
                "accreditation.scheme",
                models.CASCADE,
                blank=True,
                null=True,
                related_name="criteria",
            ),
        ),
        migrations.AddField(
            "criterion",
            "version",
            models.ForeignKey(
                "accreditation.schemeversion", models.CASCADE, null=True, related_name="criteria"
            ),
        ),
        migrations.AddField(
            "criterion", "key", models.UUIDField(default=uuid.uuid4, editable=False, null=True)
        ),
        migrations.AddField(
            "criterion",
            "references_asked",
            models.PositiveSmallIntegerField(
                default=0, help_text="How many references; zero for other kinds of evidence."
            ),
        ),
        migrations.AddField(
            "criterion",
            "references_from_care",
            models.PositiveSmallIntegerField(
                default=0,
                help_text="How many of them from somebody who knows the supplier's care work.",
            ),
        ),
        migrations.AddField(
            "application",
            "version",
            models.ForeignKey(
                "accreditation.schemeversion",
                models.PROTECT,
                null=True,
                related_name="applications",
            ),
        ),
        migrations.AddField(
            "evidence",
            "number",
            models.PositiveSmallIntegerField(
                default=1, help_text="Which of the references that the criterion asks for."
            ),
        ),
        migrations.RemoveConstraint("evidence", "one_evidence_a_criterion"),
        migrations.AddConstraint(
            "evidence",
            models.UniqueConstraint(
                fields=["application", "criterion", "number"], name="one_evidence_a_number"
            ),
        ),
    ]
