"""The version of a snapshot: it changes by itself with whatever decides what a snapshot means."""

import inspect
from functools import lru_cache
from hashlib import blake2b
from types import ModuleType

from search import analysis, documents, facets
from search.backends import base
from search.backends.base import FIELD_WEIGHTS
from search.backends.embedded import bits, build, moment, postings, segment, sphere

#: What turns a document into arrays, and arrays into an answer. A changed comment costs one rebuild.
_MODULES: tuple[ModuleType, ...] = (
    analysis,
    base,
    bits,
    build,
    documents,
    moment,
    postings,
    segment,
    sphere,
)


def layout() -> str:
    """Twelve hexadecimal digits, alike only for programs that can read each other's snapshots."""
    made_of = (facets.FACETS, facets.CODED, facets.DAYS, facets.PARTS, facets.UNITS, FIELD_WEIGHTS)
    return blake2b(f"{_sources()} {made_of!r}".encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=1)
def _sources() -> str:
    """A hash of the text of the modules; once in a process, for they do not change within it."""
    text = "".join(inspect.getsource(module) for module in _MODULES)
    return blake2b(text.encode(), digest_size=16).hexdigest()
