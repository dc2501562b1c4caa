"""The sentence that was kept is gone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0007_carry_sentences_over"),
    ]

    operations = [
        migrations.RemoveField(model_name="webhookevent", name="reason"),
    ]
