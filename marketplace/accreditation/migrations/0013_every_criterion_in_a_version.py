"""Every criterion is a version's, once by its key and kind; every application is under a version."""

import uuid

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0012_first_versions")]

    operations = [
        migrations.RemoveField("criterion", "scheme"),
        migrations.AlterField(
            "criterion",
            "version",
            models.ForeignKey(
                "accreditation.schemeversion", models.CASCADE, related_name="criteria"
            ),
        ),
        migrations.AlterField(
            "criterion", "key", models.UUIDField(default=uuid.uuid4, editable=False)
        ),
        migrations.AlterField(
            "application",
            "version",
            models.ForeignKey(
                "accreditation.schemeversion", models.PROTECT, related_name="applications"
            ),
        ),
        migrations.AddConstraint(
            "criterion",
            models.UniqueConstraint(
                fields=["version", "kind", "key"], name="one_criterion_a_key_and_kind"
            ),
        ),
        migrations.AddConstraint(
            "criterion",
            models.CheckConstraint(
                condition=Q(evidence_kind="reference", references_asked__gte=1)
                | (~Q(evidence_kind="reference") & Q(references_asked=0)),
                name="criterion_number_of_references",
            ),
        ),
        migrations.AddConstraint(
            "criterion",
            models.CheckConstraint(
                condition=Q(references_from_care__lte=F("references_asked")),
                name="criterion_references_from_care",
            ),
        ),
    ]
