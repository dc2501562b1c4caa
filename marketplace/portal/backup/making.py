"""Taking a backup: the database first, then the files, the manifest last, then its name.

A file is stored before the row that names it commits, and removed after the row is gone. So every
file that the rows of the backup name was there when they were read; the copying may find more, which
does no harm, and may come too late for one that was removed meanwhile, which is told.
"""

import platform
import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import django
import wagtail
from django.conf import settings

from marketplace.core.durable import sync, write_new
from marketplace.portal.backup.databases import Database
from marketplace.portal.backup.disk import (
    FilePlace,
    alone,
    check_space,
    copy,
    files_under,
    for_nobody_else,
    in_words,
    shown,
    size_under,
    stored,
    sync_folders,
)
from marketplace.portal.backup.manifest import (
    HALF_MADE,
    MANIFEST,
    BackupRefused,
    DatabaseFacts,
    Manifest,
    StoredFile,
    written,
)
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.rows import facts_of, files_named

LOCK = ".handrail-backup.lock"


@dataclass(frozen=True)
class BackupTask:
    """What is backed up, where it is told, and the lock under which it is done."""

    database: Database
    places: list[FilePlace]
    progress: ProgressLines
    lock: int


def make_backup(
    folder: Path, database: Database, places: list[FilePlace], at: datetime, progress: ProgressLines
) -> Manifest:
    """Write one backup as the new folder `folder`.

    Raises BackupRefused, or OSError when a disk refuses; nothing is left then.
    """
    folder = folder.resolve()
    _check_target(folder, places)
    with for_nobody_else(), alone(folder.parent, LOCK, "Another backup") as lock:
        _sweep(folder.parent, progress)
        return _make(folder, BackupTask(database, places, progress, lock), at)


def _check_target(folder: Path, places: list[FilePlace]) -> None:
    if not folder.parent.is_dir():
        raise BackupRefused(
            f"There is no folder {folder.parent}. Make it, or look whether its disk is there."
        )
    if folder.exists():
        raise BackupRefused(f"{folder} is there already. Name a new folder for each backup.")
    for place in places:
        if folder.is_relative_to(place.root.resolve()):
            raise BackupRefused(f"{folder} lies among the files of the site. Name another place.")


def _sweep(parent: Path, progress: ProgressLines) -> None:
    """Remove what backups that were killed left. The lock says that none of them is at work."""
    for left in parent.glob(f"{HALF_MADE}*"):
        progress.say(f"A backup that was cut off is removed: {left.name}")
        shutil.rmtree(left)


def _make(folder: Path, task: BackupTask, at: datetime) -> Manifest:
    files = sum(size_under(place.root) for place in task.places)
    check_space([(folder.parent, task.database.size() + files)])
    draft = folder.parent / f"{HALF_MADE}{uuid4().hex}"
    try:
        draft.mkdir()
        manifest = _fill(draft, task, at)
        write_new(draft / MANIFEST, written(manifest))
        sync_folders(draft)
        draft.rename(folder)
        sync(folder.parent)
        return manifest
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(draft: Path, task: BackupTask, at: datetime) -> Manifest:
    facts, named, kept = _take_database(draft, task)
    files = {task.database.stored: kept}
    for place in task.places:
        files |= _take_files(draft, place, task.progress)
    missing = sorted(named - files.keys())
    for name in missing:
        task.progress.say(f"A row names {shown(name)}, and there is no such file: it was removed.")
    return Manifest(at.isoformat(), _versions(), facts, files, tuple(missing))


def _take_database(draft: Path, task: BackupTask) -> tuple[DatabaseFacts, set[str], StoredFile]:
    database, progress = task.database, task.progress
    progress.say("The database is copied.")
    target = draft / database.stored
    with database.dumped(target, progress, task.lock) as reader:
        facts, named = facts_of(reader, progress), files_named(reader, task.places)
    kept = stored(target)
    rows = sum(table.count for table in facts.tables.values())
    progress.say(f"Database: {rows:,} rows in {len(facts.tables)} tables, {in_words(kept.size)}.")
    return facts, named, kept


def _take_files(draft: Path, place: FilePlace, progress: ProgressLines) -> dict[str, StoredFile]:
    names, others = files_under(place.root)
    for other in others:
        progress.say(f"Left out, because it is a link or no file: {place.root / shown(other)}")
    taken: dict[str, StoredFile] = {}
    for done, name in enumerate(names):
        progress.step(f"Files of {place.name}: {done:,} of {len(names):,}.")
        target = draft / place.name / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            taken[f"{place.name}/{name}"] = copy(place.root / name, target)
        except FileNotFoundError:
            continue  # removed since the folder was read; told if a row names it
    size = in_words(sum(file.size for file in taken.values()))
    progress.say(f"Files of {place.name}: {len(taken):,}, {size}.")
    return taken


def _versions() -> dict[str, str]:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    return {
        project["name"]: project["version"],
        "python": platform.python_version(),
        "django": django.__version__,
        "wagtail": wagtail.__version__,
    }
