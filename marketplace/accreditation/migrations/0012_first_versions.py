"""What each scheme asks becomes its first version; every application is under it.

What is asked alike of several kinds of supplier gets one key. The day of the first version is that of the
scheme's first application, or today.

The way back keeps what the last published version asks. Evidence for what only an earlier version asked
keeps its criterion, and so does a second reference: after the others, in the scheme itself.
"""

import uuid
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
BY = "first versions of schemes"


def make_versions(apps, schema_editor):
    Scheme = apps.get_model("accreditation", "Scheme")
    for scheme in Scheme.objects.order_by("pk"):
        _make_version(apps, scheme)


def _make_version(apps, scheme):
    Application = apps.get_model("accreditation", "Application")
    now = timezone.now()
    applications = Application.objects.filter(scheme=scheme)
    first = applications.order_by("started_at").values_list("started_at", flat=True).first()
    version = apps.get_model("accreditation", "SchemeVersion").objects.create(
        scheme=scheme,
        number=1,
        state="published",
        from_date=(first or now).astimezone(LONDON).date(),
        started_at=now,
        started_by_system=BY,
        published_at=now,
        published_by_system=BY,
    )
    applications.update(version=version)
    _give_keys(apps.get_model("accreditation", "Criterion").objects.filter(scheme=scheme), version)


def _give_keys(criteria, version):
    keys = {}
    for one in criteria.order_by("position", "pk"):
        asked = (
            one.question,
            one.guidance,
            one.evidence_kind,
            one.mandatory,
            one.expires_after_months,
        )
        # Asked twice of one kind, it is two things.
        same = sum(1 for kind, *rest in keys if kind == one.kind and rest[:5] == list(asked))
        mine = keys[(one.kind, *asked, same)] = next(
            (key for (_, *rest), key in keys.items() if rest == [*asked, same]), uuid.uuid4()
        )
        one.version, one.key = version, mine
        one.references_asked = 1 if one.evidence_kind == "reference" else 0
        one.save(update_fields=["version", "key", "references_asked"])


def take_back(apps, schema_editor):
    Version = apps.get_model("accreditation", "SchemeVersion")
    apps.get_model("accreditation", "Criterion").objects.filter(version__state="draft").delete()
    for scheme in apps.get_model("accreditation", "Scheme").objects.order_by("pk"):
        published = Version.objects.filter(scheme=scheme, state="published")
        last = published.order_by("-number").first()
        if last is not None:
            _keep_one(apps, scheme, last)
    apps.get_model("accreditation", "Application").objects.update(version=None)
    apps.get_model("accreditation", "Criterion").objects.update(version=None)
    Version.objects.all().delete()


def _keep_one(apps, scheme, last):
    Criterion = apps.get_model("accreditation", "Criterion")
    Evidence = apps.get_model("accreditation", "Evidence")
    Criterion.objects.filter(version=last).update(scheme=scheme)
    kept = {(one.kind, one.key): one for one in Criterion.objects.filter(version=last)}
    for one in Criterion.objects.filter(version__scheme=scheme).exclude(version=last):
        same = kept.get((one.kind, one.key))
        if same is not None and same.evidence_kind == one.evidence_kind:
            Evidence.objects.filter(criterion=one).update(criterion=same)
        elif Evidence.objects.filter(criterion=one).exists():
            Criterion.objects.filter(pk=one.pk).update(scheme=scheme, position=one.position + 1000)
            continue
        one.delete()
    for row in Evidence.objects.filter(criterion__scheme=scheme, number__gt=1).order_by("pk"):
        _keep_apart(Criterion, row)


def _keep_apart(Criterion, row):
    asked = row.criterion
    other, _ = Criterion.objects.get_or_create(
        scheme_id=asked.scheme_id,
        kind=asked.kind,
        question=f"{asked.question[:190]} ({row.number})",
        defaults={
            "position": asked.position,
            "guidance": asked.guidance,
            "evidence_kind": asked.evidence_kind,
            "mandatory": False,
            "expires_after_months": asked.expires_after_months,
            "references_asked": asked.references_asked,
            "key": uuid.uuid4(),
        },
    )
    row.criterion, row.number = other, 1
    row.save(update_fields=["criterion", "number"])


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0011_versions_of_schemes")]

    operations = [migrations.RunPython(make_versions, take_back)]
