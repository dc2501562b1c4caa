"""A hold keeps the card that was used."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0014_cards"),
    ]

    operations = [
        migrations.AddField(
            model_name="authorisation",
            name="card",
            field=models.ForeignKey(
                blank=True,
                help_text="The card that was used, which may have ended since.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="authorisations",
                to="cards.card",
            ),
        ),
    ]
