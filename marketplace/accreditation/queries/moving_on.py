"""What would become of an application that goes on under the version in force."""

from dataclasses import dataclass
from datetime import date

from marketplace.accreditation.models import Application, Criterion, Evidence, SchemeVersion
from marketplace.accreditation.queries.applications import newer_version
from marketplace.accreditation.queries.evidence import criteria_of
from marketplace.accreditation.rules import AskedOf, ComparedLine, LineChange, compared


@dataclass(frozen=True)
class Moving:
    """The later version, what it asks otherwise, which evidence stays for which criterion, and which goes."""

    version: SchemeVersion
    changes: list[ComparedLine]
    stays: list[tuple[Evidence, Criterion]]
    goes: list[Evidence]


def moving_on(application: Application, on: date) -> Moving | None:
    """None where no later version is in force. Four queries."""
    version = newer_version(application, on)
    if version is None:
        return None
    before = list(criteria_of(application))
    after = list(Criterion.objects.of(version.pk, application.supplier.kind))
    now = {one.key: one for one in after}
    stays, goes = [], []
    for row in application.evidence.select_related("criterion").order_by("pk"):
        asked = now.get(row.criterion.key)
        if asked and asked.requirement.takes(row.criterion.requirement, row.number):
            stays.append((row, asked))
        else:
            goes.append(row)
    lines = compared(_asked(before), _asked(after))
    return Moving(version, [one for one in lines if one.change != LineChange.SAME], stays, goes)


def _asked(criteria: list[Criterion]) -> list[AskedOf]:
    return [AskedOf(one.kind, one.key, one.requirement) for one in criteria]
