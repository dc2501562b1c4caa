"""From documents to a segment."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from search.analysis import name_key, stem, tokens
from search.backends.base import FIELD_WEIGHTS
from search.backends.embedded.bits import Words, to_words
from search.backends.embedded.moment import microseconds
from search.backends.embedded.postings import Postings
from search.backends.embedded.segment import FOREVER, NO_DAY, Segment
from search.backends.embedded.sphere import unit_vector
from search.documents import SearchDocument
from search.facets import CODED, DAYS, PARTS


def hash_of(name: str) -> int:
    """A 64-bit substitute for a name key, for one comparison per listing."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def build_segment(documents: Iterable[SearchDocument]) -> Segment:
    """Index some documents of one authority, at most one per listing."""
    docs = sorted(documents, key=lambda doc: doc.listing_id)
    facet_codes, facet_bits = _facets(docs)
    units, price_rows = _prices(docs)
    schemes, scheme_rows = _schemes(docs)
    x, y, z = _points(docs)
    slots = np.array([doc.slots for doc in docs], np.uint64)
    every_slot = np.arange(len(DAYS) * len(PARTS), dtype=np.uint64)[:, None]
    return Segment(
        facet_codes=facet_codes,
        units=units,
        schemes=schemes,
        ids=np.array([doc.listing_id for doc in docs], np.int64),
        name_hash=np.array([hash_of(name_key(doc.name)) for doc in docs], np.uint64),
        public_from=np.array([microseconds(doc.public_from) for doc in docs], np.int64),
        public_until=np.array(
            [microseconds(doc.public_until) if doc.public_until else FOREVER for doc in docs],
            np.int64,
        ),
        confirmed=np.array([_day(doc.confirmed_on, 0) for doc in docs], np.int32),
        x=x,
        y=y,
        z=z,
        facet_bits=facet_bits,
        slot_bits=to_words((slots >> every_slot) & np.uint64(1) == 1),
        price_rows=price_rows,
        scheme_rows=scheme_rows,
        words=_postings(docs),
    )


def _day(value: date | None, otherwise: int) -> int:
    return value.toordinal() if value else otherwise


def _facets(docs: Sequence[SearchDocument]) -> tuple[dict[str, tuple[str, ...]], Words]:
    codes: dict[str, tuple[str, ...]] = {}
    rows: list[Words] = []
    for facet in CODED:
        values = sorted({code for doc in docs for code in doc.codes.get(facet, ())})
        number = {code: at for at, code in enumerate(values)}
        flags = np.zeros((len(values), len(docs)), np.bool_)
        for at, doc in enumerate(docs):
            for code in doc.codes.get(facet, ()):
                flags[number[code], at] = True
        codes[facet] = tuple(values)
        rows.append(to_words(flags))
    return codes, np.vstack(rows)


def _prices(docs: Sequence[SearchDocument]) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    units = tuple(sorted({price.unit for doc in docs for price in doc.prices}))
    number = {unit: at for at, unit in enumerate(units)}
    rows = [
        (at, number[price.unit], price.amount_pence, _day(price.start, 0), _day(price.end, NO_DAY))
        for at, doc in enumerate(docs)
        for price in doc.prices
    ]
    return units, np.array(rows, np.int64).reshape(-1, 5)


def _schemes(docs: Sequence[SearchDocument]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    schemes = tuple(sorted({dated.code for doc in docs for dated in doc.accreditations}))
    number = {code: at for at, code in enumerate(schemes)}
    rows = [
        (at, number[dated.code], _day(dated.start, 0), _day(dated.end, NO_DAY))
        for at, doc in enumerate(docs)
        for dated in doc.accreditations
    ]
    return schemes, np.array(rows, np.int32).reshape(-1, 4)


def _points(docs: Sequence[SearchDocument]) -> npt.NDArray[np.float64]:
    vectors = [unit_vector(doc.latitude, doc.longitude) for doc in docs]
    return np.ascontiguousarray(np.array(vectors, np.float64).reshape(-1, 3).T)


def _postings(docs: Sequence[SearchDocument]) -> Postings:
    """Sorted terms, and for each the listings that hold it with the fields that do."""
    number: dict[str, int] = {}
    keys = array("Q")  # term, listing and fields in one sortable integer: 24, 32 and 8 bits
    for at, doc in enumerate(docs):
        term_fields = _fields_by_term(doc, number)
        keys.extend([term << 40 | at << 8 | fields for term, fields in term_fields.items()])
    ordered = sorted(number)  # code points sort as their UTF-8 bytes do
    rank = np.empty(len(number), np.uint64)
    rank[[number[term] for term in ordered]] = np.arange(len(number), dtype=np.uint64)
    key = np.frombuffer(keys, np.uint64) if keys else np.zeros(0, np.uint64)
    key = np.sort(rank[key >> np.uint64(40)] << np.uint64(40) | key & np.uint64((1 << 40) - 1))
    stems = _bytes(stem(term) for term in ordered)
    by_stem = np.argsort(stems, kind="stable")
    bounds = np.arange(len(ordered) + 1, dtype=np.uint64)
    return Postings(
        terms=_bytes(ordered),
        term_start=np.searchsorted(key >> np.uint64(40), bounds).astype(np.int64),
        docs=(key >> np.uint64(8) & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        fields=(key & np.uint64(255)).astype(np.uint8),
        stems=stems[by_stem],
        stem_term=by_stem.astype(np.uint32),
    )


def _fields_by_term(doc: SearchDocument, number: dict[str, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for name, weight in FIELD_WEIGHTS.items():
        for word in tokens(getattr(doc, name)):
            term = number.setdefault(word, len(number))
            found[term] = found.get(term, 0) | weight
    return found


def _bytes(words: Iterable[str]) -> npt.NDArray[np.bytes_]:
    encoded = [word.encode() for word in words]
    return np.array(encoded, dtype=f"S{max(map(len, encoded), default=1)}")
