"""The code that was parsed is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brokerage", "0003_carry_actors_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="personalbudget",
            name="agreed_by_code",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.RemoveField(model_name="personalbudget", name="agreed_by_code"),
    ]
