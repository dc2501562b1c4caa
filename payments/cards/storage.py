"""A CSV file that waits, in private storage, while its columns are chosen."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages

FOLDER = "statements-held"
#: Judgement: a day covers an interruption; bank data should not lie about because somebody closed
#: a page.
KEPT_FOR = timedelta(hours=24)


def keep_file(data: bytes) -> UUID:
    """Put the bytes aside under a random id, which only the uploader's session knows."""
    file_id = uuid4()
    storages["private"].save(_name(file_id), ContentFile(data))
    return file_id


def kept_file(file_id: UUID) -> bytes:
    """The bytes. Raises FileNotFoundError when they were imported or have been cleared."""
    with storages["private"].open(_name(file_id), "rb") as file:
        return bytes(file.read())


def delete_file(file_id: UUID) -> None:
    storages["private"].delete(_name(file_id))


def clear_files(at: datetime) -> int:
    """Delete what nobody came back to for KEPT_FOR. Returns how many files."""
    store = storages["private"]
    if not store.exists(FOLDER):
        return 0
    names = [f"{FOLDER}/{name}" for name in store.listdir(FOLDER)[1]]
    old = [name for name in names if store.get_modified_time(name) < at - KEPT_FOR]
    for name in old:
        store.delete(name)
    return len(old)


def _name(file_id: UUID) -> str:
    return f"{FOLDER}/{file_id}.csv"
