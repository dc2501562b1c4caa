"""Files in the private store that no row names: taken back when a change fails, swept at night.

Which columns name such files is found in the models: a FileField whose storage is private. What a
room keeps there without a row it declares in its `stores`, and clears itself.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.apps import apps
from django.core.files.storage import Storage, storages
from django.db import InterfaceError, OperationalError, models

from marketplace.core.rooms import collected
from marketplace.core.storage import PrivateStorage

logger = logging.getLogger("handrail.private_files")
#: How old a file is before it may be swept. Judgement: no transaction lasts a day, so the row that
#: names a file is committed long before.
OLD_ENOUGH = timedelta(days=1)
#: More than this and more than one in ten at once are left for somebody to look at. Judgement:
#: failed saves are few; many files without rows are more likely rows that are missing, as after
#: an older database was restored.
A_FEW, ONE_IN = 20, 10
#: Names in one question to the database.
ASKED_AT_ONCE = 500
Column: TypeAlias = "tuple[type[models.Model], models.FileField]"


@dataclass(frozen=True)
class Swept:
    """What a sweep found: files in all, those that no row names, and how many of these it removed."""

    files: int
    orphans: int
    removed: int


class undone_with:
    """Inside a transaction: the files named to it are removed again when what is inside fails.

    Where the connection is lost, or a later step of the transaction fails, the sweep decides.
    """

    def __init__(self, store: Storage) -> None:
        self.store, self.written = store, list[str]()

    def __enter__(self) -> list[str]:
        return self.written

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and not issubclass(kind, (OperationalError, InterfaceError)):
            for name in self.written:
                self.store.delete(name)


def private_columns() -> list[Column]:
    """Every column of every model that names a file in the private store."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField) and isinstance(field.storage, PrivateStorage)
    ]


def sweep(at: datetime, *, whatever_their_number: bool = False) -> Swept:
    """Remove the files that no row names and that are OLD_ENOUGH.

    Files are listed before rows are asked, so a row that comes in between is seen. Too many at once
    are left, unless asked for: see A_FEW. Safe to repeat.
    """
    store = storages["private"]
    names = list(_files(store, ""))
    orphans = [
        name
        for some in _batches([name for name in names if _is_old(store, name, at)])
        for name in sorted(set(some) - _named(some))
    ]
    if not whatever_their_number and len(orphans) > max(A_FEW, len(names) // ONE_IN):
        return Swept(len(names), len(orphans), 0)
    for name in orphans:
        store.delete(name)
    return Swept(len(names), len(orphans), len(orphans))


def _batches(names: list[str]) -> Iterator[list[str]]:
    return (names[n : n + ASKED_AT_ONCE] for n in range(0, len(names), ASKED_AT_ONCE))


def _files(store: Storage, folder: str) -> Iterator[str]:
    """The names of all files in the store, but those in folders that rooms clear themselves."""
    stores = [store for room in collected().all for store in room.stores]
    if folder in {store.folder for store in stores if not store.named_by_rows}:
        return
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files)
    for name in folders:
        yield from _files(store, f"{prefix}{name}")


def _is_old(store: Storage, name: str, at: datetime) -> bool:
    try:
        return store.get_modified_time(name) < at - OLD_ENOUGH
    except FileNotFoundError:
        return False


def _named(names: Iterable[str]) -> set[str]:
    """Those of the names that a row of any model holds."""
    found: set[str] = set()
    for model, field in private_columns():
        rows: Any = model._base_manager.filter(**{f"{field.name}__in": list(names)})
        found |= {str(name) for name in rows.values_list(field.name, flat=True)}
    return found


def report(done: Swept) -> None:
    """Say in the log what a sweep did; as an error where it left what somebody must look at."""
    if done.removed < done.orphans:
        logger.error(
            "%s of %s private files are named by no row: too many to remove unseen. Was an older"
            " database restored? `manage.py private_files --sweep` removes them.",
            done.orphans,
            done.files,
        )
    else:
        logger.info("Private files: %s, of which %s were swept.", done.files, done.removed)
