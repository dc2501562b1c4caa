"""Files that only a view which checks who asks may serve, and only our own account may read."""

from typing import Any

from django.core.files.storage import FileSystemStorage

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
