"""Columns that an account kept are its own layout, whose headings are learnt when the next file is read.

Back, an account has its own layout again; one that has none gets its council's newest.
"""

from django.db import migrations


def carry_over(apps, schema_editor):
    layouts, accounts = _rows(apps, schema_editor)
    for account in accounts.exclude(csv_mapping={}).iterator():
        layouts.create(
            authority_id=account.authority_id,
            signature=f"account-{account.public_id}",
            mapping=account.csv_mapping,
            saved_at=account.opened_at,
        )


def carry_back(apps, schema_editor):
    layouts, accounts = _rows(apps, schema_editor)
    for account in accounts.iterator():
        of_council = layouts.filter(authority_id=account.authority_id)
        layout = of_council.filter(signature=f"account-{account.public_id}").first()
        shared = of_council.filter(signature__startswith="headings-").order_by("-saved_at", "-pk")
        layout = layout or shared.first()
        if layout is not None:
            account.csv_mapping = layout.mapping
            account.save(update_fields=["csv_mapping"])


def _rows(apps, schema_editor):
    alias = schema_editor.connection.alias
    return [
        apps.get_model("cards", name).objects.using(alias) for name in ("CsvLayout", "MoneyAccount")
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0024_csv_layouts'),
    ]

    operations = [
        migrations.RunPython(carry_over, carry_back),
    ]
