"""Labels in the words of docs/words.md. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_one_actor_and_open_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="access",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("self", "You"),
                    ("representative", "Person who speaks for you"),
                    ("broker", "Your broker"),
                    ("approver", "Decides your plan"),
                    ("finance", "Checks the money"),
                ],
                max_length=16,
            ),
        ),
    ]
