"""That somebody read the trail, or took a file of it away."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.people.actions import log_reading
from marketplace.records.errors import RecordsError
from marketplace.records.rules import (
    MAY_READ_TRAIL,
    RecordPurpose,
    RecordReading,
    export_problems,
)


@transaction.atomic
def read_trail(
    *, by: Viewer, authority: Authority, people_ids: Iterable[int], filters: Mapping[str, int | str]
) -> None:
    """Write that a page of the trail is read, before it is shown; each person named in it can see so."""
    check(by, MAY_READ_TRAIL, authority.pk)
    kind, purpose = RecordReading.TRAIL, RecordPurpose.AUDIT
    log_reading(by=by, people_ids=people_ids, kind=kind, purpose=purpose, filters=filters)
    record(event="trail_read", by=by, subject=authority, **filters)


@transaction.atomic
def export_trail(
    *,
    by: Viewer,
    authority: Authority,
    people_ids: Iterable[int],
    events: int,
    filters: Mapping[str, int | str],
) -> None:
    """Write that a file of so many events leaves, before it does. Raises RecordsError for too many."""
    check(by, MAY_READ_TRAIL, authority.pk)
    if problems := export_problems(events):
        raise RecordsError(*problems)
    kind, purpose = RecordReading.TRAIL_FILE, RecordPurpose.AUDIT
    log_reading(
        by=by, people_ids=people_ids, kind=kind, purpose=purpose, filters=filters, is_copy=True
    )
    record(event="trail_exported", by=by, subject=authority, events=events, **filters)
