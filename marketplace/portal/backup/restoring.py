"""Putting a backup back: proved whole, then the files, then the database, then proved again.

The database comes last and at one stroke. Cut off before it, a restore begins again: files of this
same backup may be there already. Cut off after it, the database is full, and a restore refuses.
"""

from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from marketplace.portal.backup.databases import Database
from marketplace.portal.backup.disk import (
    UNFINISHED,
    FilePlace,
    alone,
    check_space,
    copy,
    files_under,
    for_nobody_else,
    shown,
    stored,
    sync_folders,
)
from marketplace.portal.backup.manifest import (
    BackupRefused,
    Manifest,
    StoredFile,
    read_manifest,
)
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.rows import differences

LOCK = ".handrail-restore.lock"


def check_backup(folder: Path, progress: ProgressLines) -> Manifest:
    """Read every byte of a backup. Raises BackupRefused naming each file that is not as written."""
    return _check(folder, read_manifest(folder), progress)


def restore_backup(
    folder: Path, database: Database, places: list[FilePlace], var: Path, progress: ProgressLines
) -> Manifest:
    """Fill an empty database and empty folders from a backup. Raises BackupRefused, or OSError.

    `var` is a folder of this site's own, whose lock says that no other restore is at work.
    """
    folder = folder.resolve()
    with for_nobody_else(), alone(var, LOCK, "Another restore") as lock:
        manifest = read_manifest(folder)
        _check_empty(manifest, database, places)
        needs = [(place.root, _size(manifest, place)) for place in places]
        check_space([*needs, *database.needs(manifest)])
        _check(folder, manifest, progress)
        for place in places:
            _put_files(folder, manifest, place, progress)
        database.put_back(folder / database.stored, manifest, progress, lock)
    if wrong := differences(manifest.database, database.found(progress)):
        raise BackupRefused(" ".join(["What was restored is not what was backed up.", *wrong]))
    return manifest


def _check(folder: Path, manifest: Manifest, progress: ProgressLines) -> Manifest:
    wrong = []
    for done, (name, file) in enumerate(sorted(manifest.files.items())):
        progress.step(f"Checked: {done:,} of {len(manifest.files):,} files.")
        problem = _problem(folder / name, file)
        if problem:
            wrong.append(f"{shown(name)} {problem}")
    if wrong:
        raise BackupRefused(f"The backup is damaged, use another: {'; '.join(wrong)}.")
    progress.say(f"Checked: {len(manifest.files):,} files are as they were written.")
    return manifest


def _problem(path: Path, file: StoredFile) -> str:
    try:
        found = stored(path)
    except FileNotFoundError:
        return "is missing"
    if found.size != file.size:
        return f"has {found.size} bytes of {file.size}"
    return "" if found == file else "is not as it was written"


def _check_empty(manifest: Manifest, database: Database, places: list[FilePlace]) -> None:
    _check_kind(manifest, database)
    if count := database.held():
        raise BackupRefused(
            f"The database is not empty: it holds {count} tables or other things."
            " Name an empty one in DATABASE_URL, or move the old one away."
        )
    for place in places:
        _check_place(manifest, place)
    database.check_taker(manifest)
    if newer := _newer_than_us(manifest):
        raise BackupRefused(
            f"The backup was made by another release: this one does not know {', '.join(newer)}."
            " Restore it with the release that made it, then upgrade."
        )


def _check_kind(manifest: Manifest, database: Database) -> None:
    if manifest.database.vendor != database.vendor:
        raise BackupRefused(
            f"The backup is of {manifest.database.vendor}, and DATABASE_URL names"
            f" {database.vendor}. A backup goes back only into the kind that it came from."
        )


def _check_place(manifest: Manifest, place: FilePlace) -> None:
    """Empty, or with files of this same backup, as a restore that was cut off leaves them."""
    wanted = manifest.under(place.name)
    names, others = files_under(place.root)
    for name in [*others, *names]:
        if name not in wanted or name in others or _problem(place.root / name, wanted[name]):
            raise BackupRefused(
                f"{place.root} is not empty: it holds {shown(name)}. Set HANDRAIL_VAR, and for"
                " pictures HANDRAIL_PUBLIC, to an empty folder, or move the old files away."
            )


def _newer_than_us(manifest: Manifest) -> list[str]:
    """The backup's migrations that are later than any that this release has of their app.

    Earlier ones that it lacks were merged into others, and do not matter.
    """
    last: dict[str, str] = {}
    for app, name in MigrationLoader(None).disk_migrations:
        last[app] = max(name, last.get(app, ""))
    found = (applied.split(".", 1) for applied in manifest.database.migrations)
    return [f"{app}.{name}" for app, name in found if name > last.get(app, "")]


def _size(manifest: Manifest, place: FilePlace) -> int:
    return sum(file.size for file in manifest.under(place.name).values())


def _put_files(folder: Path, manifest: Manifest, place: FilePlace, progress: ProgressLines) -> None:
    """Each is whole and on the disk before it has its name."""
    wanted = manifest.under(place.name)
    _make_folder(place.root, place)
    draft = place.root / UNFINISHED
    draft.unlink(missing_ok=True)
    for done, (name, file) in enumerate(sorted(wanted.items())):
        progress.step(f"Files of {place.name}: {done:,} of {len(wanted):,}.")
        target = place.root / name
        if target.exists():
            continue  # proved above to be this file
        _make_folder(target.parent, place)
        if copy(folder / place.name / name, draft) != file:
            draft.unlink()
            raise BackupRefused(f"{place.name}/{shown(name)} changed while it was copied.")
        draft.chmod(place.file_mode)
        draft.rename(target)
    sync_folders(place.root)
    progress.say(f"Files of {place.name}: {len(wanted):,} are in place.")


def _make_folder(folder: Path, place: FilePlace) -> None:
    """A folder and those above it, as far as they are this place's."""
    if folder.exists():
        return
    if folder != place.root:
        _make_folder(folder.parent, place)
    folder.mkdir(parents=True)
    folder.chmod(place.folder_mode)
