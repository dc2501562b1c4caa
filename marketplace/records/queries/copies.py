"""The copies of one's own record, and those that an officer asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import london_date
from marketplace.council.queries import figure
from marketplace.people.models import Person
from marketplace.records.models import RecordCopy


@dataclass(frozen=True)
class CopyLine:
    """A copy and the last day on which it can be fetched; None while it is being made."""

    copy: RecordCopy
    last_day: date | None


def copies_asked(viewer: Viewer) -> list[CopyLine]:
    """What the viewer asked for and has not lost again, the newest first."""
    days = figure(viewer.council_id, "keep_copy", viewer.today)
    copies = RecordCopy.objects.visible_to(viewer).select_related("person")
    return [
        CopyLine(copy, london_date(copy.ready_at) + timedelta(days=days) if copy.ready_at else None)
        for copy in copies
    ]


def copy_numbered(copy_id: int) -> RecordCopy | None:
    """A copy for a machine; None where it is gone."""
    return RecordCopy.objects.select_related("person", "authority").filter(pk=copy_id).first()


def has_record(viewer: Viewer) -> bool:
    """Whether this council holds a record of the viewer."""
    own = Person.objects.filter(authority_id=viewer.council_id, user=viewer.user_id)
    return viewer.user_id is not None and own.exists()


def copies_numbered(viewer: Viewer, ids: list[int]) -> dict[int, RecordCopy]:
    """Those of these copies that the viewer may fetch, by id. One query."""
    return RecordCopy.objects.visible_to(viewer).select_related("person").in_bulk(ids)
