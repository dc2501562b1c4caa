from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cards", "0012_statement_uploads")]

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
