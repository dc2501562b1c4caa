import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.portal.backup import restoring
from marketplace.portal.backup.disk import UNFINISHED, alone
from marketplace.portal.backup.manifest import (
    MANIFEST,
    BackupRefused,
    Manifest,
    read_manifest,
    written,
)
from marketplace.portal.backup.restoring import LOCK, check_backup
from tests.marketplace.portal.backup.conftest import SmallSite
from tests.search.damage import HARMS


@pytest.fixture
def backup(site: SmallSite, backups: Path) -> Path:
    site.back_up(backups / "one")
    return backups / "one"


def test_restored_place_has_every_row_and_file(
    site: SmallSite, elsewhere: SmallSite, backup: Path
) -> None:
    elsewhere.restore(backup)
    everything = "SELECT * FROM letters ORDER BY id"
    assert elsewhere.ask(everything) == site.ask(everything)
    assert elsewhere.files() == site.files()


def test_restored_files_are_private_or_public_and_as_old_as_they_were(
    site: SmallSite, elsewhere: SmallSite, backup: Path
) -> None:
    elsewhere.restore(backup)
    modes = {
        name: stat.S_IMODE((elsewhere.root / name).stat().st_mode)
        for name in ("private/evidence", "private/evidence/a", "media/images/front.png", "media")
    }
    assert modes == {
        "private/evidence": 0o700,
        "private/evidence/a": 0o600,
        "media/images/front.png": 0o644,
        "media": 0o755,
    }
    old, new = (one.root / "private/evidence/a" for one in (site, elsewhere))
    assert old.stat().st_mtime_ns == new.stat().st_mtime_ns


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_backup_with_a_harmed_file_is_refused_by_its_name_and_nothing_is_written(
    elsewhere: SmallSite, backup: Path, harm: Callable[[Path], None]
) -> None:
    for path in [path for path in backup.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        harm(path)
        name = path.relative_to(backup).as_posix()
        with pytest.raises(BackupRefused, match=name):
            check_backup(backup, elsewhere.progress)
        with pytest.raises(BackupRefused, match=name):
            elsewhere.restore(backup)
        path.write_bytes(whole)
    assert elsewhere.files() == {}
    assert not elsewhere.path.exists()


def test_all_damaged_files_are_named_at_once(elsewhere: SmallSite, backup: Path) -> None:
    (backup / "private/evidence/a").unlink()
    (backup / "private/evidence/b").write_bytes(b"cut")
    with pytest.raises(
        BackupRefused, match=r"evidence/a is missing; .*evidence/b has 3 bytes of 7"
    ):
        check_backup(backup, elsewhere.progress)


def test_database_that_holds_anything_is_refused(elsewhere: SmallSite, backup: Path) -> None:
    elsewhere.run("CREATE TABLE mine (id int); INSERT INTO mine VALUES (1);")
    with pytest.raises(BackupRefused, match="The database is not empty: it holds 1 tables"):
        elsewhere.restore(backup)
    assert elsewhere.ask("SELECT * FROM mine") == [(1,)]


def test_second_restore_into_one_place_is_refused(elsewhere: SmallSite, backup: Path) -> None:
    elsewhere.restore(backup)
    with pytest.raises(BackupRefused, match="The database is not empty"):
        elsewhere.restore(backup)


def test_empty_database_file_counts_as_empty(elsewhere: SmallSite, backup: Path) -> None:
    elsewhere.run("")
    elsewhere.restore(backup)
    assert len(elsewhere.ask("SELECT * FROM letters")) == 2


def test_log_of_another_database_is_not_read_into_the_restored_one(
    elsewhere: SmallSite, backup: Path
) -> None:
    (elsewhere.root / "site.sqlite3-wal").write_bytes(b"of an older file")
    with pytest.raises(BackupRefused, match="The log of another database lies at"):
        elsewhere.restore(backup)


@pytest.mark.parametrize("name", ["private/evidence/mine", "media/images/front.png"])
def test_folder_with_a_file_of_its_own_is_refused(
    elsewhere: SmallSite, backup: Path, name: str
) -> None:
    elsewhere.write(name, b"mine")
    with pytest.raises(BackupRefused, match=r"is not empty: it holds (evidence/mine|images/front)"):
        elsewhere.restore(backup)
    assert elsewhere.files() == {name: b"mine"}


def test_restore_that_was_cut_off_between_files_begins_again(
    site: SmallSite, elsewhere: SmallSite, backup: Path
) -> None:
    elsewhere.write("private/evidence/a", b"insured")
    elsewhere.write(f"private/{UNFINISHED}", b"chec")
    elsewhere.write(f"{UNFINISHED}-site.sqlite3", b"SQLite form")
    elsewhere.restore(backup)
    assert elsewhere.files() == site.files()
    assert [path.name for path in elsewhere.root.glob(f"{UNFINISHED}*")] == []


def test_restore_beside_another_is_refused(elsewhere: SmallSite, backup: Path) -> None:
    with (
        alone(elsewhere.root, LOCK, "A test"),
        pytest.raises(BackupRefused, match="Another restore is at work already"),
    ):
        elsewhere.restore(backup)


def test_backup_of_the_other_kind_of_database_is_refused(
    elsewhere: SmallSite, backup: Path
) -> None:
    def of_postgresql(manifest: Manifest) -> Manifest:
        return replace(manifest, database=replace(manifest.database, vendor="postgresql"))

    _rewrite(backup, of_postgresql)
    with pytest.raises(BackupRefused, match="of postgresql, and DATABASE_URL names sqlite"):
        elsewhere.restore(backup)


@pytest.mark.parametrize("name", ["core.9999_later", "room_of_later.0001_initial"])
def test_backup_of_a_newer_release_is_refused(
    elsewhere: SmallSite, backup: Path, name: str
) -> None:
    def newer(manifest: Manifest) -> Manifest:
        facts = manifest.database
        return replace(manifest, database=replace(facts, migrations=(*facts.migrations, name)))

    _rewrite(backup, newer)
    with pytest.raises(BackupRefused, match=f"this one does not know {name}"):
        elsewhere.restore(backup)


def test_migration_that_was_merged_into_others_since_does_not_matter(
    elsewhere: SmallSite, backup: Path
) -> None:
    def with_merged(manifest: Manifest) -> Manifest:
        facts = manifest.database
        return replace(manifest, database=replace(facts, migrations=("core.0001_merged",)))

    _rewrite(backup, with_merged)
    manifest = read_manifest(backup)
    assert restoring._newer_than_us(manifest) == []


def test_full_disk_is_seen_before_anything_is_written(
    elsewhere: SmallSite, backup: Path, free_disk: Callable[[int], None]
) -> None:
    free_disk(1_000)
    with pytest.raises(BackupRefused, match="Make room, or use another disk"):
        elsewhere.restore(backup)
    assert elsewhere.files() == {}


def test_database_that_is_not_as_the_manifest_counted_is_told(
    elsewhere: SmallSite, backup: Path
) -> None:
    def with_more(manifest: Manifest) -> Manifest:
        tables = dict(manifest.database.tables)
        tables["letters"] = replace(tables["letters"], count=3)
        return replace(manifest, database=replace(manifest.database, tables=tables))

    _rewrite(backup, with_more)
    with pytest.raises(BackupRefused, match="The table letters has 2 rows of 3"):
        elsewhere.restore(backup)


def _rewrite(backup: Path, change: Callable[[Manifest], Manifest]) -> None:
    manifest = change(read_manifest(backup))
    (backup / MANIFEST).write_bytes(written(manifest))
