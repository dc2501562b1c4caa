import json
from hashlib import sha256
from pathlib import Path

import pytest

from marketplace.portal.backup.manifest import (
    HALF_MADE,
    MANIFEST,
    BackupRefused,
    DatabaseFacts,
    Manifest,
    StoredFile,
    TableRows,
    read_manifest,
    written,
)

FACTS = DatabaseFacts("sqlite", "3.40.1", {"letters": TableRows(2, "")}, ("core.0001",), 7, "ab")
WHOLE = Manifest(
    made_at="2026-11-30T02:00:00+00:00",
    versions={"handrail": "0.1.0"},
    database=FACTS,
    files={"private/evidence/a": StoredFile(7, "00"), "private/odd-\udcff": StoredFile(1, "11")},
    missing=("private/evidence/gone",),
)


def test_manifest_when_written_and_read_is_the_same(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(written(WHOLE))
    assert read_manifest(tmp_path) == WHOLE


def test_manifest_at_any_flipped_byte_is_refused(tmp_path: Path) -> None:
    data = bytearray(written(WHOLE))
    for at in range(0, len(data), 7):
        data[at] ^= 1
        (tmp_path / MANIFEST).write_bytes(data)
        with pytest.raises(BackupRefused, match=r"manifest\.json is not as it was written"):
            read_manifest(tmp_path)
        data[at] ^= 1


@pytest.mark.parametrize("kept", [0, 64, 65, 300])
def test_manifest_when_cut_short_is_refused(tmp_path: Path, kept: int) -> None:
    (tmp_path / MANIFEST).write_bytes(written(WHOLE)[:kept])
    with pytest.raises(BackupRefused, match="not as it was written"):
        read_manifest(tmp_path)


def test_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="is not a backup, or only half of one"):
        read_manifest(tmp_path)
    with pytest.raises(BackupRefused, match="is not a backup"):
        read_manifest(tmp_path / "nowhere")


def test_folder_that_has_not_got_its_name_yet_is_no_backup(tmp_path: Path) -> None:
    half = tmp_path / f"{HALF_MADE}0123"
    half.mkdir()
    (half / MANIFEST).write_bytes(written(WHOLE))
    with pytest.raises(BackupRefused, match="only half of a backup: it was cut off"):
        read_manifest(half)


def test_manifest_of_another_layout_says_which_release_to_use(tmp_path: Path) -> None:
    _rewrite(tmp_path, {"layout": 2})
    with pytest.raises(BackupRefused, match="has layout 2, and this release reads 1"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "private/../../outside"])
def test_manifest_that_names_a_file_outside_is_refused(tmp_path: Path, name: str) -> None:
    _rewrite(tmp_path, {"files": {name: {"size": 1, "sha256": "00"}}})
    with pytest.raises(BackupRefused, match="outside the backup"):
        read_manifest(tmp_path)


def test_files_under_a_folder_are_named_from_there() -> None:
    assert WHOLE.under("private").keys() == {"evidence/a", "odd-\udcff"}
    assert WHOLE.under("media") == {}


def _rewrite(folder: Path, changes: dict[str, object]) -> None:
    """A manifest that is whole, as far as its own hash says."""
    read = json.loads(written(WHOLE).partition(b"\n")[2])
    text = json.dumps({**read, **changes}).encode()
    (folder / MANIFEST).write_bytes(sha256(text).hexdigest().encode() + b"\n" + text)
