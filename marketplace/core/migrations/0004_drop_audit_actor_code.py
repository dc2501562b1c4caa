"""The code that was parsed is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_carry_audit_actors_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="actor",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.RemoveField(model_name="auditevent", name="actor"),
    ]
