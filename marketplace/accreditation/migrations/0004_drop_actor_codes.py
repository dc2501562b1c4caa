"""The code that was parsed is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accreditation", "0003_carry_actors_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="standingchange",
            name="changed_by_code",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.RemoveField(model_name="standingchange", name="changed_by_code"),
    ]
