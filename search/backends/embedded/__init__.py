"""The embedded engine behind the seam: one index per authority, so none can see another's."""

from search.backends.embedded.backend import EmbeddedBackend

__all__ = ["EmbeddedBackend"]
