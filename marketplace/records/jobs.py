"""The nightly purge, and making a copy that somebody asked for."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django_tasks import task

from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule
from marketplace.records.actions.copying import finish_copy
from marketplace.records.actions.purging import purge
from marketplace.records.models import RecordCopy
from marketplace.records.queries.contents import Section, sections_of
from marketplace.records.queries.copies import copy_numbered
from marketplace.records.rules import MAY_COPY_RECORDS, MAY_ERASE_RECORDS
from marketplace.records.wording import in_words

PURGE = SystemActor("records_purge", frozenset({MAY_ERASE_RECORDS}))
COPIER = SystemActor("records_copier", frozenset({MAY_COPY_RECORDS}))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def purge_records() -> None:
    """Erases what is over and not held. Safe to repeat."""
    purge(by=Viewer.machine(PURGE, now()))


@task()
def make_copy(copy_id: int) -> None:
    """Writes a copy and puts it where it can be fetched. Safe to repeat."""
    copy = copy_numbered(copy_id)
    if copy is not None:
        sections = sections_of(copy.person)
        finish_copy(by=Viewer.machine(COPIER, now()), copy_id=copy_id, data=zipped(copy, sections))


def zipped(copy: RecordCopy, sections: list[Section]) -> bytes:
    """The copy as one file: a page to read, and the same for a machine."""
    said = [{"kind": one.kind, "rows": in_words(one)} for one in sections]
    context = {"copy": copy, "council": copy.authority, "sections": said}
    listed = [{"kind": one.kind, "rows": [dict(row) for row in in_words(one)]} for one in sections]
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        archive.writestr("record.html", render_to_string("records/copy.html", context))
        archive.writestr("record.json", json.dumps(listed, indent=2, ensure_ascii=False))
    return body.getvalue()
