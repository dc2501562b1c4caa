"""The code that was parsed is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0003_carry_actors_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="statementimport",
            name="imported_by_code",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.RemoveField(model_name="statementimport", name="imported_by_code"),
    ]
