"""What is private on the disk is our own account's alone, whatever it was before."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.core.management.base import CommandError

from marketplace.core import private_files
from marketplace.core.private_files import close, close_at_start, is_open, open_paths


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def place(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our folder as an earlier release left it: open, with a file of evidence and a database."""
    folder = tmp_path / "var"
    evidence = folder / "private/evidence/abc"
    evidence.parent.mkdir(parents=True)
    evidence.write_bytes(b"x")
    for name in ("handrail.sqlite3", "handrail.sqlite3-wal", "handrail.sqlite3-shm"):
        (folder / name).write_bytes(b"")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": folder / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    settings.VAR_DIR = folder
    files = [folder / f"handrail.sqlite3{end}" for end in ("", "-wal", "-shm")]
    monkeypatch.setattr(private_files, "sqlite_files", lambda: files)
    return folder


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_file_when_stored_is_ours_alone_whatever_the_umask(place: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        name = storages["private"].save("a/new/folder/file", ContentFile(b"x"))
    finally:
        os.umask(before)
    path = place / "private" / name
    assert mode_of(path) == 0o600
    assert [mode_of(p) for p in (path.parent, path.parent.parent)] == [0o700, 0o700]


def test_picture_when_stored_can_be_served_by_another_account_whatever_the_umask(
    tmp_path: Path, settings: Any
) -> None:
    before = os.umask(0o077)
    try:
        store = FileSystemStorage(location=tmp_path / "media")
        name = store.save("images/cut.png", ContentFile(b"x"))
    finally:
        os.umask(before)
    path = Path(store.path(name))
    assert (mode_of(path), mode_of(path.parent)) == (0o644, 0o755)


def test_start_when_an_earlier_release_left_them_open_closes_the_folder_and_the_database(
    place: Path,
) -> None:
    close_at_start()
    assert [mode_of(p) for p in (place, place / "private")] == [0o700, 0o700]
    assert {mode_of(file) for file in place.glob("handrail*")} == {0o600}


def test_command_when_run_names_what_is_open_and_closes_all_of_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match=r"can open 7 private files or folders, such as .*var\."):
        call_command("private_files", "--check")
    call_command("private_files")
    assert "Closed to other accounts: 7." in capsys.readouterr().out
    assert mode_of(place / "private/evidence/abc") == 0o600
    assert mode_of(place / "private/evidence") == 0o700
    call_command("private_files", "--check")
    assert open_paths() == []


def test_folder_for_everybody_when_named_as_ours_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    assert not close(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


def test_path_when_it_is_gone_or_a_link_is_not_open(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("/")
    assert not is_open(link)
    assert not is_open(tmp_path / "gone")
    assert not close(tmp_path / "gone")
