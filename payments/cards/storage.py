"""Statement files in private storage, from the upload until they are read, and their first rows."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages

FOLDER = "statements-held"


def keep_file(file_id: UUID, data: bytes, sample: bytes = b"") -> None:
    """Put the bytes aside under a random id, and the first rows of a long file beside them."""
    storages["private"].save(_name(file_id), ContentFile(data))
    if sample:
        storages["private"].save(_sample_name(file_id), ContentFile(sample))


def kept_file(file_id: UUID) -> bytes:
    """The bytes. Raises FileNotFoundError when they were read or have been cleared."""
    return _read(_name(file_id))


def kept_sample(file_id: UUID) -> tuple[bytes, bool]:
    """The first rows, and whether they are all. Raises FileNotFoundError as kept_file does."""
    if storages["private"].exists(_sample_name(file_id)):
        return _read(_sample_name(file_id)), False
    return kept_file(file_id), True


def delete_file(file_id: UUID) -> None:
    for name in (_name(file_id), _sample_name(file_id)):
        storages["private"].delete(name)


def clear_files(before: datetime, wanted: Collection[UUID]) -> int:
    """Delete what was kept before a moment and nobody wants any more. Returns how many files."""
    store = storages["private"]
    names = store.listdir(FOLDER)[1] if store.exists(FOLDER) else []
    kept = {str(file_id) for file_id in wanted}
    unwanted = [f"{FOLDER}/{name}" for name in names if name.partition(".")[0] not in kept]
    old = [name for name in unwanted if store.get_modified_time(name) < before]
    for name in old:
        store.delete(name)
    return len(old)


def _read(name: str) -> bytes:
    with storages["private"].open(name, "rb") as file:
        return bytes(file.read())


def _name(file_id: UUID) -> str:
    return f"{FOLDER}/{file_id}.statement"


def _sample_name(file_id: UUID) -> str:
    return f"{FOLDER}/{file_id}.sample"
