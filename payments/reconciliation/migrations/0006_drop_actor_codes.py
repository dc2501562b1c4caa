"""The code that was parsed is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0005_carry_actors_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="match",
            name="made_by_code",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.RemoveField(model_name="match", name="made_by_code"),
        migrations.AlterField(
            model_name="match",
            name="undone_by_code",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.RemoveField(model_name="match", name="undone_by_code"),
        migrations.AlterField(
            model_name="moneyexception",
            name="resolved_by_code",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.RemoveField(model_name="moneyexception", name="resolved_by_code"),
    ]
