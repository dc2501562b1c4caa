"""From documents to a segment."""

from array import array
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from typing import Any, TypeAlias

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

#: For each listing as it came, its place in the segment.
Places: TypeAlias = npt.NDArray[np.int64]


def hash_of(name: str) -> int:
    """A 64-bit substitute for a name key, for one comparison per listing."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def build_segment(documents: Iterable[SearchDocument]) -> Segment:
    """Index some documents of one authority, at most one per listing, in whatever order they come.

    Each is read once and let go: what is held at a time is the segment's own columns, not the texts.
    """
    gathered = Gathered()
    for doc in documents:
        gathered.add(doc)
    return gathered.segment()


class Coded:
    """Dated facts with a code each, in rows of whole numbers: place of the listing, number of the
    code by when it first came, and what else there is."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.number: dict[str, int] = {}
        self.cells = array("q")

    def add(self, at: int, code: str, *more: int) -> None:
        self.cells.extend((at, self.number.setdefault(code, len(self.number)), *more))

    def rows(self, place: Places) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
        """The codes in order, and the rows by listing, each with its code's number in that order."""
        codes = tuple(sorted(self.number))
        rank = np.zeros(len(codes), np.int64)
        rank[[self.number[code] for code in codes]] = np.arange(len(codes))
        rows = _whole(self.cells).reshape(-1, self.width).copy()
        rows[:, 0], rows[:, 1] = place[rows[:, 0]], rank[rows[:, 1]]
        return codes, rows[np.argsort(rows[:, 0], kind="stable")]


class Gathered:
    """The facts of documents in a few bytes each, in the order in which they came."""

    def __init__(self) -> None:
        self.ids, self.start, self.end, self.confirmed = (array("q") for _ in range(4))
        self.name_hash, self.slots = array("Q"), array("Q")
        self.points = array("d")
        self.facets = {facet: Coded(2) for facet in CODED}
        self.prices, self.schemes = Coded(5), Coded(4)
        self.terms: dict[str, int] = {}
        #: Term, listing and fields in one sortable whole number: 24, 32 and 8 bits.
        self.keys = array("Q")

    def add(self, doc: SearchDocument) -> None:
        at = len(self.ids)
        self.ids.append(doc.listing_id)
        self.name_hash.append(hash_of(name_key(doc.name)))
        self.start.append(microseconds(doc.public_from))
        self.end.append(microseconds(doc.public_until) if doc.public_until else FOREVER)
        self.confirmed.append(_day(doc.confirmed_on, 0))
        self.points.extend(unit_vector(doc.latitude, doc.longitude))
        self.slots.append(doc.slots)
        for facet, coded in self.facets.items():
            for code in doc.codes.get(facet, ()):
                coded.add(at, code)
        for price in doc.prices:
            until = _day(price.end, NO_DAY)
            self.prices.add(at, price.unit, price.amount_pence, _day(price.start, 0), until)
        for dated in doc.accreditations:
            self.schemes.add(at, dated.code, _day(dated.start, 0), _day(dated.end, NO_DAY))
        fields = _fields_by_term(doc, self.terms)
        self.keys.extend([term << 40 | at << 8 | held for term, held in fields.items()])

    def segment(self) -> Segment:
        """The segment, its listings in ascending order of their ids."""
        ids = _whole(self.ids)
        order = np.argsort(ids)
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        facet_codes, facet_bits = self._facets(place)
        units, price_rows = self.prices.rows(place)
        schemes, scheme_rows = self.schemes.rows(place)
        x, y, z = np.ascontiguousarray(_whole(self.points).reshape(-1, 3)[order].T)
        slots = _whole(self.slots)[order]
        every_slot = [
            slots >> np.uint64(n) & np.uint64(1) == 1 for n in range(len(DAYS) * len(PARTS))
        ]
        return Segment(
            facet_codes=facet_codes,
            units=units,
            schemes=schemes,
            ids=ids[order],
            name_hash=_whole(self.name_hash)[order],
            public_from=_whole(self.start)[order],
            public_until=_whole(self.end)[order],
            confirmed=_whole(self.confirmed)[order].astype(np.int32),
            x=x,
            y=y,
            z=z,
            facet_bits=facet_bits,
            slot_bits=to_words(np.vstack(every_slot)),
            price_rows=price_rows,
            scheme_rows=scheme_rows.astype(np.int32),
            words=self._postings(place),
        )

    def _facets(self, place: Places) -> tuple[dict[str, tuple[str, ...]], Words]:
        codes: dict[str, tuple[str, ...]] = {}
        rows: list[Words] = []
        for facet, coded in self.facets.items():
            codes[facet], held = coded.rows(place)
            flags = np.zeros((len(codes[facet]), len(place)), np.bool_)
            flags[held[:, 1], held[:, 0]] = True
            rows.append(to_words(flags))
        return codes, np.vstack(rows)

    def _postings(self, place: Places) -> Postings:
        """Sorted terms, and for each the listings that hold it with the fields that do."""
        ordered = sorted(self.terms)  # code points sort as their UTF-8 bytes do
        rank = np.empty(len(ordered), np.uint64)
        rank[[self.terms[term] for term in ordered]] = np.arange(len(ordered), dtype=np.uint64)
        key = _whole(self.keys)
        at = place[(key >> np.uint64(8) & np.uint64(0xFFFFFFFF)).astype(np.int64)].astype(np.uint64)
        term, fields = rank[key >> np.uint64(40)], key & np.uint64(255)
        key = np.sort(term << np.uint64(40) | at << np.uint64(8) | fields)
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


def _whole(cells: "array[Any]") -> npt.NDArray[Any]:
    """The cells as an array; its memory is its own."""
    return np.array(cells, dtype=cells.typecode)


def _day(value: date | None, otherwise: int) -> int:
    return value.toordinal() if value else otherwise


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
