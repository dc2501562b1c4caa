"""Statements that came before were confirmed by being sent. One that was being read goes on being recorded.

Back, what was only read is forgotten, and the file that waits is read again; a statement that was taken
back stays in the list, and its payments out of the books.
"""

from django.db import migrations
from django.db.models import F


def carry_over(apps, schema_editor):
    imports, uploads = _rows(apps, schema_editor)
    imports.update(
        confirmed_at=F("imported_at"),
        confirmed_by=F("imported_by"),
        confirmed_by_system=F("imported_by_system"),
    )
    for upload in uploads.exclude(statement_import=None).iterator():
        imports.filter(pk=upload.statement_import_id).update(upload=upload.pk)
    begun = uploads.filter(state="reading").exclude(statement_import=None)
    begun.update(state="recording")


def carry_back(apps, schema_editor):
    imports, uploads = _rows(apps, schema_editor)
    uploads.filter(state__in=["staged", "recording"]).update(state="reading", tries=0)
    imports.filter(confirmed_at=None).delete()
    for run in imports.exclude(upload=None).order_by("pk").iterator():
        uploads.filter(pk=run.upload_id).update(statement_import=run.pk)


def _rows(apps, schema_editor):
    alias = schema_editor.connection.alias
    names = ("StatementImport", "StatementUpload")
    return [apps.get_model("cards", name).objects.using(alias) for name in names]


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0028_staged_statements'),
    ]

    operations = [
        migrations.RunPython(carry_over, carry_back),
    ]
