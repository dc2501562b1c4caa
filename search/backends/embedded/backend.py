"""The embedded engine behind the seam: one index per authority, so none can see another's."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from search.backends.base import Result
from search.backends.embedded.index import AuthorityIndex
from search.query import DirectoryQuery


class EmbeddedBackend:
    """Answers from the index that `index_of` hands out for an authority."""

    def __init__(
        self,
        index_of: Callable[[int], AuthorityIndex],
        synonyms: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._index_of = index_of
        self._synonyms = synonyms

    def search(self, authority_id: int, query: DirectoryQuery, at: datetime) -> Result:
        """One page of the authority's public listings at `at`, with all counts."""
        index = self._index_of(authority_id)
        return index.search(query, index.analyse(query.text, at, self._synonyms), at)
