"""A CSV file that waits, in private storage, while its columns are chosen."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django_tasks import task

from marketplace.core.clock import now
from marketplace.core.job_queue import schedule

FOLDER = "statements-held"
KEPT_FOR = timedelta(hours=24)


def hold(data: bytes) -> UUID:
    """Put the bytes aside under a random id, which only the uploader's session knows."""
    held_id = uuid4()
    storages["private"].save(_name(held_id), ContentFile(data))
    return held_id


def held_bytes(held_id: UUID) -> bytes:
    """The bytes held. Raises FileNotFoundError when they were imported or have been cleared."""
    with storages["private"].open(_name(held_id), "rb") as file:
        return bytes(file.read())


def release(held_id: UUID) -> None:
    storages["private"].delete(_name(held_id))


def clear_held(at: datetime) -> int:
    """Delete what nobody came back to for a day. Returns how many files."""
    store = storages["private"]
    if not store.exists(FOLDER):
        return 0
    names = [f"{FOLDER}/{name}" for name in store.listdir(FOLDER)[1]]
    old = [name for name in names if store.get_modified_time(name) < at - KEPT_FOR]
    for name in old:
        store.delete(name)
    return len(old)


@schedule(every=timedelta(hours=6))
@task()
def clear_held_statements() -> None:
    """The job: bank data does not lie about because somebody closed a page."""
    clear_held(now())


def _name(held_id: UUID) -> str:
    return f"{FOLDER}/{held_id}.csv"
