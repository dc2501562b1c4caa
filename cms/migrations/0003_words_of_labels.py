"""The heading over the listings in the words of docs/words.md. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_without_wagtail_defaults")]

    operations = [
        migrations.AlterField(
            "homepage",
            "featured_heading",
            models.CharField(
                default="Has space now", max_length=80, verbose_name="heading over the listings"
            ),
        ),
    ]
