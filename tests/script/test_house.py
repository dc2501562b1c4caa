"""What every script shares: the sentence for whatever can go wrong."""

import ast
import errno
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.script.conftest import SCRIPT, Load

BODIES = ["run", "test", "bench", "pictures"]


def test_check_disk_when_short_says_what_is_free_and_what_is_needed(
    load: Load, tmp_path: Path, free_disk: Callable[[int], None]
) -> None:
    free_disk(30_000_000)
    house = load("house")
    with pytest.raises(house.Stop, match=r"only 30 MB .* about 150 MB\. Free some space"):
        house.check_disk(tmp_path, 150_000_000)


@pytest.mark.parametrize(("free", "says"), [(1_000_000, "the disk is full"), (10**9, "the index")])
def test_why_it_failed_when_the_disk_is_full_says_so_and_else_what_it_was(
    load: Load, tmp_path: Path, free_disk: Callable[[int], None], free: int, says: str
) -> None:
    free_disk(free)
    assert says in str(load("house").why_it_failed(tmp_path, "the index does not answer."))


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_sentence_when_a_folder_refuses_names_it_and_what_to_do(load: Load, code: int) -> None:
    said = load("house").sentence_for(OSError(code, "no", "/srv/var/lock"))
    assert said.startswith("/srv/var/lock may not be written to")
    assert "folder of your own" in said


def test_sentence_when_nobody_knows_the_reason_leaves_the_error(load: Load) -> None:
    with pytest.raises(OSError, match="Is a directory"):
        load("house").sentence_for(OSError(errno.EISDIR, "Is a directory"))


@pytest.mark.parametrize("body", BODIES)
def test_scripts_when_python_is_too_old_say_which_is_needed(
    load: Load, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 20))
    monkeypatch.setattr(sys, "version", "3.8.20 (default)")
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later; this is 3\.8\.20"):
        runpy.run_path(str(SCRIPT / f"{body}.py"), run_name="__main__")


@pytest.mark.parametrize("file", sorted(SCRIPT.glob("*.py")), ids=lambda file: file.stem)
def test_scripts_when_read_by_an_old_python_parse_and_evaluate_no_annotation(file: Path) -> None:
    tree = ast.parse(file.read_text(), feature_version=(3, 8))
    later = [
        node
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    assert [alias.name for node in later for alias in node.names] == ["annotations"]
