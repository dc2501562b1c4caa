"""Files that only a view which checks who asks may serve, and only our own account may read; and those for everybody."""

import os
import stat
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: What our own account alone may do, whatever the umask of the process is.
FILE_MODE, FOLDER_MODE = 0o600, 0o700


class PrivateStorage(FileSystemStorage):
    """A folder without addresses: asking for a file's address is a mistake in our code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        modes = {"file_permissions_mode": FILE_MODE, "directory_permissions_mode": FOLDER_MODE}
        super().__init__(*args, **{**kwargs, **modes})

    def _save(self, name: str, content: Any) -> str:
        """A file that could not be written to its end, as on a full disk, leaves nothing behind."""
        is_ours = not self.exists(name)
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            if is_ours:
                self.delete(name)
            raise

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address. Serve it through a view.")


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under a name of their content, compressed beside themselves, for the proxy to serve."""

    def create_compressor(self, **options: Any) -> Compressor:
        return _ReadableCompressor(**options)


class _ReadableCompressor(Compressor):  # type: ignore[misc]
    """What it writes may be read by whoever may read the file that it is made of."""

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        written: str = super().write_data(path, data, suffix, stat_result)
        Path(written).chmod(stat.S_IMODE(stat_result.st_mode))
        return written
