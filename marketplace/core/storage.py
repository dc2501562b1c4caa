"""Files that only a view which checks who asks may serve."""

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A folder without addresses: asking for a file's address is a mistake in our code."""

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address. Serve it through a view.")
