"""The version of a snapshot: it changes by itself with whatever decides what a snapshot means."""

import inspect
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from search import facets
from search.analysis import analyse
from search.backends.base import FIELD_WEIGHTS, Result
from search.backends.embedded.bits import to_words
from search.backends.embedded.build import build_segment
from search.backends.embedded.moment import Moment
from search.backends.embedded.postings import Postings
from search.backends.embedded.segment import Segment
from search.backends.embedded.sphere import unit_vector
from search.documents import SearchDocument

#: One name from each file that turns a document into arrays, or arrays into an answer: the whole text
#: of those files counts. A changed comment costs one rebuild.
_FROM_FILES = (
    analyse,
    build_segment,
    Moment,
    Postings,
    Result,
    SearchDocument,
    Segment,
    to_words,
    unit_vector,
)


def layout() -> str:
    """Twelve hexadecimal digits, alike only for programs that can read each other's snapshots."""
    made_of = (facets.FACETS, facets.CODED, facets.DAYS, facets.PARTS, facets.UNITS, FIELD_WEIGHTS)
    return blake2b(f"{_sources()} {made_of!r}".encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=1)
def _sources() -> str:
    """A hash of the text of the files; once in a process, for they do not change within it."""
    files = [inspect.getsourcefile(each) for each in _FROM_FILES]
    text = b"".join(Path(file).read_bytes() for file in files if file)
    return blake2b(text, digest_size=16).hexdigest()
