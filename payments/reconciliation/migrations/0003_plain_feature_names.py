"""The kept measures of matches and exceptions take the names that the code has now."""

from django.db import migrations

NAMES = {"rivals": "alternatives", "shape": "fit_kind"}
BATCH = 500


def renamed(features, names):
    return {names.get(key, key): value for key, value in features.items()}


def rename(apps, names):
    for model_name, field in (("Match", "features"), ("MoneyException", "suggestion")):
        model = apps.get_model("reconciliation", model_name)
        changed = []
        for row in model.objects.order_by("pk").iterator(chunk_size=BATCH):
            features = getattr(row, field)
            if names.keys() & features.keys():
                setattr(row, field, renamed(features, names))
                changed.append(row)
            if len(changed) == BATCH:
                model.objects.bulk_update(changed, [field])
                changed = []
        model.objects.bulk_update(changed, [field])


def forwards(apps, schema_editor):
    rename(apps, NAMES)


def backwards(apps, schema_editor):
    rename(apps, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):

    dependencies = [
        ("reconciliation", "0002_plain_names"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
