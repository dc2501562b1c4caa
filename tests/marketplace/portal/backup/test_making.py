import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from marketplace.portal.backup import disk, making
from marketplace.portal.backup.disk import alone, stored
from marketplace.portal.backup.manifest import HALF_MADE, MANIFEST, BackupRefused, read_manifest
from marketplace.portal.backup.restoring import check_backup
from tests.marketplace.portal.backup.conftest import AT, SmallSite


def test_backup_names_every_file_with_its_size_and_hash(site: SmallSite, backups: Path) -> None:
    manifest = site.back_up(backups / "one")
    assert manifest == read_manifest(backups / "one")
    assert manifest.files.keys() == {
        "database.sqlite3",
        "media/images/front.png",
        "private/evidence/a",
        "private/evidence/b",
    }
    for name, file in manifest.files.items():
        assert stored(backups / "one" / name) == file
    assert manifest.made_at == AT.isoformat()
    assert manifest.versions.keys() == {"handrail", "python", "django", "wagtail"}
    assert manifest.missing == ()


def test_backup_counts_rows_and_migrations(site: SmallSite, backups: Path) -> None:
    facts = site.back_up(backups / "one").database
    assert {name: rows.count for name, rows in facts.tables.items()} == {
        "django_migrations": 1,
        "letters": 2,
    }
    assert facts.migrations == ("core.0001_initial",)
    assert (facts.last_transfer, facts.last_seal) == (0, "")


def test_backup_is_for_its_user_alone(site: SmallSite, backups: Path) -> None:
    site.back_up(backups / "one")
    for folder, _, names in os.walk(backups / "one"):
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
        for name in names:
            assert stat.S_IMODE((Path(folder) / name).stat().st_mode) == 0o600


def test_rows_that_are_only_in_the_log_beside_the_file_are_in_the_backup(
    site: SmallSite, backups: Path, elsewhere: SmallSite
) -> None:
    with closing(sqlite3.connect(site.path)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("INSERT INTO letters (words) VALUES ('three')")
        writer.commit()
        site.back_up(backups / "one")
    assert {path.name for path in (backups / "one").glob("database*")} == {"database.sqlite3"}
    elsewhere.restore(backups / "one")
    assert len(elsewhere.ask("SELECT * FROM letters")) == 3


def test_rows_that_are_written_while_pages_are_copied_are_not_in_it_and_stop_nobody(
    site: SmallSite, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.run("INSERT INTO letters (words) SELECT hex(randomblob(500)) FROM pragma_function_list")
    before = len(site.ask("SELECT * FROM letters"))
    monkeypatch.setattr("marketplace.portal.backup.sqlite.PAGES", 2)
    written = []

    def write(words: str) -> None:
        if "%" in words and len(written) < 20:
            site.run("INSERT INTO letters (words) VALUES ('later')")
            written.append(words)

    monkeypatch.setattr(site.progress, "step", write)
    facts = site.back_up(backups / "one").database
    assert len(written) > 10
    assert facts.tables["letters"].count == before


def test_row_whose_file_is_not_there_is_told_and_written_down(
    site: SmallSite, backups: Path
) -> None:
    site.run(
        "CREATE TABLE accreditation_evidence (file text);"
        "INSERT INTO accreditation_evidence VALUES ('evidence/a'), ('evidence/gone'), ('');"
    )
    site.places = [disk.FilePlace("private", _private_root(), 0o600, 0o700)]
    (_private_root() / "evidence").mkdir(parents=True, exist_ok=True)
    (_private_root() / "evidence" / "a").write_bytes(b"insured")
    manifest = site.back_up(backups / "one")
    assert manifest.missing == ("private/evidence/gone",)
    assert any("private/evidence/gone" in line for line in site.said)


def _private_root() -> Path:
    return next(place.root for place in disk.file_places() if place.name == "private")


def test_file_that_goes_while_files_are_copied_is_passed_over(
    site: SmallSite, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_after_a_sweep(source: Path, target: Path) -> object:
        (site.root / "private/evidence/b").unlink(missing_ok=True)
        return disk.copy(source, target)

    monkeypatch.setattr(making, "copy", copy_after_a_sweep)
    manifest = site.back_up(backups / "one")
    assert "private/evidence/b" not in manifest.files
    assert check_backup(backups / "one", site.progress) == manifest


def test_links_are_left_out_and_told(site: SmallSite, backups: Path) -> None:
    (site.root / "private" / "link").symlink_to("/etc/hostname")
    (site.root / "private" / "folder").symlink_to("/etc")
    manifest = site.back_up(backups / "one")
    assert not any("link" in name or "folder" in name for name in manifest.files)
    assert sum(line.startswith("Left out") for line in site.said) == 2


def test_name_that_is_no_text_is_kept(site: SmallSite, backups: Path, elsewhere: SmallSite) -> None:
    odd = os.fsdecode(b"private/odd-\xff\n")
    site.write(odd, b"odd")
    site.back_up(backups / "one")
    elsewhere.restore(backups / "one")
    assert elsewhere.files()[odd] == b"odd"


def test_site_without_any_file_is_backed_up(site: SmallSite, backups: Path) -> None:
    site.places = [disk.FilePlace("private", site.root / "not-made-yet", 0o600, 0o700)]
    assert site.back_up(backups / "one").files.keys() == {"database.sqlite3"}


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("backups/nowhere/one", "There is no folder"),
        ("backups", "is there already"),
        ("site/private/one", "lies among the files of the site"),
    ],
)
def test_place_that_will_not_do_is_refused(
    site: SmallSite, backups: Path, folder: str, said: str
) -> None:
    with pytest.raises(BackupRefused, match=said):
        site.back_up(backups.parent / folder)


def test_full_disk_is_seen_before_anything_is_written(
    site: SmallSite, backups: Path, free_disk: Callable[[int], None]
) -> None:
    free_disk(disk.SPARE)
    with pytest.raises(BackupRefused, match="Make room, or use another disk"):
        site.back_up(backups / "one")
    assert _left(backups) == set()


def test_disk_that_fills_up_meanwhile_leaves_nothing(
    site: SmallSite, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "copy", full)
    with pytest.raises(OSError, match="No space"):
        site.back_up(backups / "one")
    assert _left(backups) == set()


def test_damaged_database_is_not_backed_up(site: SmallSite, backups: Path) -> None:
    site.run("PRAGMA journal_mode = DELETE; CREATE INDEX words ON letters (words);")
    data = bytearray(site.path.read_bytes())
    at = data.rindex(b"two")
    data[at : at + 3] = b"xyz"
    site.path.write_bytes(data)
    with pytest.raises(BackupRefused, match="The database is damaged, so no backup was made"):
        site.back_up(backups / "one")
    assert _left(backups) == set()


def test_what_a_killed_backup_left_is_removed_by_the_next_and_nothing_else(
    site: SmallSite, backups: Path
) -> None:
    site.back_up(backups / "one")
    left = backups / f"{HALF_MADE}0123"
    left.mkdir()
    (left / "database.sqlite3").write_bytes(b"half")
    (backups / "notes.txt").write_text("mine")
    site.back_up(backups / "two")
    assert _left(backups) == {"one", "two", "notes.txt"}
    assert (backups / "one" / MANIFEST).exists()


def test_second_backup_into_one_place_at_a_time_is_refused(site: SmallSite, backups: Path) -> None:
    with (
        alone(backups, making.LOCK, "A test"),
        pytest.raises(BackupRefused, match="Another backup is at work already"),
    ):
        site.back_up(backups / "one")


def _left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {making.LOCK}
