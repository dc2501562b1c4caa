from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cards", "0011_words_of_labels")]

    operations = [
        migrations.RemoveConstraint(model_name="webhookevent", name="one_event_stored_once"),
        migrations.AddConstraint(
            model_name="webhookevent",
            constraint=models.UniqueConstraint(
                fields=("authority", "provider", "provider_account", "event_id"),
                name="one_event_a_council",
            ),
        ),
    ]
