"""The constraint is called after what it is about."""

from django.db import migrations, models

FIELDS = ("supplier", "scheme")


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0007_accreditation_change")]

    operations = [
        migrations.RemoveConstraint("accreditation", "one_standing_a_scheme"),
        migrations.AddConstraint(
            "accreditation",
            models.UniqueConstraint(fields=FIELDS, name="one_accreditation_a_scheme"),
        ),
    ]
