"""What a person is told when something failed that nobody foresaw; nothing half-made stays."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.test import RequestFactory

from marketplace.core.failing import server_error
from marketplace.core.storage import PrivateStorage

FULL = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    OperationalError("database or disk is full"),
    OperationalError('could not extend file "base/1/2": No space left on device'),
]


def told(error: Exception) -> tuple[int, str]:
    try:
        raise error
    except Exception:  # noqa: BLE001 - as the framework handles it
        answer = server_error(RequestFactory().get("/"))
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("error", FULL, ids=str)
def test_full_disk_is_told_as_that(error: Exception) -> None:
    status, words = told(error)
    assert status == 507
    assert "your change is not saved" in words


def test_other_failure_is_told_without_its_cause() -> None:
    status, words = told(RuntimeError("wilhelmina"))
    assert status == 500
    assert "Your last change may not be saved." in words
    assert "wilhelmina" not in words


class _Filling(ContentFile[bytes]):
    """Content whose disk is full after its first part."""

    def chunks(self, chunk_size: int | None = None):  # type: ignore[no-untyped-def]
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_private_file_that_the_disk_refuses_leaves_no_half(tmp_path: Path) -> None:
    store = PrivateStorage(location=tmp_path)
    with pytest.raises(OSError, match="No space left"):
        store.save("statements/one", _Filling(b"half and half"))
    assert store.listdir("statements") == ([], [])


def test_private_file_that_was_there_stays_when_another_cannot_be_kept(tmp_path: Path) -> None:
    store = PrivateStorage(location=tmp_path)
    store.save("one", ContentFile(b"whole"))
    with pytest.raises(OSError, match="No space left"):
        store._save("one", _Filling(b"half and half"))
    assert (tmp_path / "one").read_bytes() == b"whole"
