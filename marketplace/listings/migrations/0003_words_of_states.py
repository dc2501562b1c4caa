"""A listing that was published and no longer is, is unpublished. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listings", "0002_choices_follow_the_enums")]

    operations = [
        migrations.AlterField(
            "listing",
            "state",
            models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("in_review", "Being checked"),
                    ("published", "Published"),
                    ("unpublished", "Unpublished"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
    ]
