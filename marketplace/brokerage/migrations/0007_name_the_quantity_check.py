"""The check of an item's quantity takes a plain name."""

from django.db import migrations, models

ABOVE_ZERO = models.Q(quantity__gt=0)


class Migration(migrations.Migration):
    dependencies = [("brokerage", "0006_labels_once")]

    operations = [
        migrations.RemoveConstraint("planitem", "item_quantity_above_nought"),
        migrations.AddConstraint(
            "planitem",
            models.CheckConstraint(condition=ABOVE_ZERO, name="item_quantity_above_zero"),
        ),
    ]
