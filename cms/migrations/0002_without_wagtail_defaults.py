"""Wagtail brings a welcome page, a default site, two groups over every page and a workflow.

They would stand above the councils: the default site would answer at a host without pages, and the
groups' rights hold at the root of the tree, over every council. Each council gets its own instead.
"""

from django.db import migrations
from django.db.models import F


def remove_defaults(apps, schema_editor):
    page = apps.get_model("wagtailcore", "Page")
    welcome = page.objects.filter(
        path="00010001", slug="home", numchild=0, content_type__model="page"
    )
    apps.get_model("wagtailcore", "Site").objects.filter(root_page__in=welcome).delete()
    if welcome.delete()[0]:
        page.objects.filter(depth=1).update(numchild=F("numchild") - 1)
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(remove_defaults, migrations.RunPython.noop)]
