"""How fast search is, on documents that the caller makes; for the project's benchmark command."""

import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TypeVar

from search.analysis import STOP_WORDS, tokens
from search.backends.base import Change, LogChanges, LogPosition
from search.backends.embedded import EmbeddedBackend
from search.documents import SearchDocument
from search.facets import AREA, CODED, DAYS, PARTS
from search.queries import TableSource
from search.query import DirectoryQuery, Point, Sort
from search.thesaurus import SYNONYMS

PASSES = 4
SAMPLE = 2_000
EDITS = 300

T = TypeVar("T")
Say = Callable[[str], None]
#: Makes so many documents of one authority, one after another, the same each time.
Make = Callable[[int], Iterator[SearchDocument]]


def measure(make: Make, listings: int, at: datetime, seed: int, say: Say) -> dict[str, float]:
    """Figures by name, in milliseconds, seconds and megabytes.

    `p50_ms` and `p95_ms` are of the engine behind the seam: reading the change log, analysing the
    words, one page, all facet counts. `best_` takes each search at its best of four. `ratio_p50`
    and `ratio_p95` are those against its own segments called with an already analysed query, in
    turn and at their best, so that noise falls on neither.
    """
    say(f"making {listings:,} documents")
    making_s, made = _timed(lambda: sum(1 for _ in make(listings)))
    sample = list(islice(make(listings), SAMPLE))
    source = MadeSource(partial(make, listings), made)
    authority_id = sample[0].authority_id
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say(f"building the index of {listings:,} listings")
        build_s, _ = _timed(partial(EmbeddedBackend(source, folder).rebuild, authority_id))
        snapshot = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
        backend = EmbeddedBackend(source, folder, SYNONYMS)
        cold_s, _ = _timed(partial(backend.search, authority_id, DirectoryQuery(text="lunch"), at))
        figures = _search_times(backend, authority_id, queries_of(sample, seed), at, say)
        say(f"{EDITS} edits, each found at once")
        edit_s = _edit_times(backend, source, sample, at)
    return figures | {
        "log_ms": _percentile(
            [
                _timed(partial(source.changes_since, authority_id, LogPosition()))[0]
                for _ in range(200)
            ],
            50,
        ),
        "build_s": build_s - making_s,
        "snapshot_mb": snapshot / 1e6,
        "cold_start_ms": cold_s * 1000,
        "edit_visible_p95_ms": _percentile(edit_s, 95),
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """The most memory that this process has used so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


class MadeSource(TableSource):
    """Documents as made, and edits as the benchmark makes them. The change log is asked as always."""

    def __init__(self, make: Callable[[], Iterator[SearchDocument]], made: int) -> None:
        self.make, self.made = make, made
        self.edits: list[SearchDocument] = []

    @property
    def is_uncommitted(self) -> bool:
        """Nothing here can be rolled back."""
        return False

    def changes_since(self, authority_id: int, read_to: LogPosition) -> LogChanges:
        """The edits since a position, after a look into the database's own log."""
        super().changes_since(authority_id, read_to)
        fresh = range(read_to.position, len(self.edits))
        changes = tuple(Change(at, at, self.edits[at].listing_id) for at in fresh)
        return LogChanges(changes, LogPosition(len(self.edits), read_to.proof))

    def size(self, authority_id: int) -> int:
        """As many as were made; edits change documents and add none."""
        return self.made

    def log_end(self, authority_id: int) -> LogPosition:
        """Behind the last edit."""
        return LogPosition(len(self.edits), "made")

    def documents(
        self, authority_id: int, listing_ids: Iterable[int] | None = None
    ) -> Iterator[SearchDocument]:
        """All documents, or the edited ones among some."""
        if listing_ids is None:
            yield from self.make()
            return
        wanted = set(listing_ids)
        edited = {doc.listing_id: doc for doc in self.edits if doc.listing_id in wanted}
        yield from edited.values()


def queries_of(sample: Sequence[SearchDocument], seed: int) -> list[DirectoryQuery]:
    """A mix of 200 in the documents' own words, places and values.

    60 of words with facets, a third of them with a price and a third with times; 40 near a place;
    30 misspelt; 40 of facets alone; 30 of a far page.
    """
    ask = _Asker(sample, Random(seed))  # noqa: S311 - made-up data
    worded = [ask.choosing(DirectoryQuery(text=ask.words(1 + at % 3)), 3) for at in range(60)]
    worded = [
        (ask.priced, ask.timed, lambda same: same)[at % 3](each) for at, each in enumerate(worded)
    ]
    near = [ask.choosing(ask.near(), 2) for _ in range(40)]
    near = [ask.timed(each) if at % 2 else each for at, each in enumerate(near)]
    misspelt = [DirectoryQuery(text=ask.misspelt()) for _ in range(30)]
    plain = [
        ask.choosing(DirectoryQuery(sort=(Sort.PRICE, Sort.CONFIRMED)[at // 2 % 2]), at % 4)
        for at in range(40)
    ]
    far = [DirectoryQuery(text=ask.words(1) if at % 2 else "", page=20) for at in range(30)]
    return worded + near + misspelt + plain + far


class _Asker:
    """Asks for what documents hold: common things often, rare things seldom."""

    def __init__(self, sample: Sequence[SearchDocument], rng: Random) -> None:
        self.sample, self.rng = sample, rng

    def _words_of(self, doc: SearchDocument) -> list[str]:
        text = " ".join((doc.name, doc.supplier_name, doc.tags, doc.summary, doc.body))
        return [word for word in tokens(text) if word not in STOP_WORDS and len(word) > 2]

    def words(self, number: int) -> str:
        """Words of one document, so that at least that one is found."""
        found = self._words_of(self.rng.choice(self.sample))
        return " ".join(self.rng.choices(found, k=number))

    def misspelt(self) -> str:
        """A longer word with two letters exchanged."""
        while True:
            word = self.words(1)
            if len(word) > 6 and word.isalpha():
                at = self.rng.randrange(1, len(word) - 1)
                return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def near(self) -> DirectoryQuery:
        """Within ten miles of a document's own place."""
        while True:
            doc = self.rng.choice(self.sample)
            if doc.latitude is not None and doc.longitude is not None:
                area = doc.codes.get(AREA.name, ("",))[0]
                point = Point(doc.latitude, doc.longitude, area)
                return DirectoryQuery(point=point, radius_miles=10, sort=Sort.NEAREST)

    def choosing(self, query: DirectoryQuery, facets: int) -> DirectoryQuery:
        """One to three values in each of so many facets."""
        for name in self.rng.sample(CODED, facets):
            docs = self.rng.choices(self.sample, k=self.rng.randint(1, 3))
            found = [doc.codes[name] for doc in docs if doc.codes.get(name)]
            query = query.choosing(name, sorted({self.rng.choice(codes) for codes in found}))
        return query

    def timed(self, query: DirectoryQuery) -> DirectoryQuery:
        day, part = self.rng.choice(DAYS), self.rng.choice(PARTS)
        return query.choosing("day", [day]).choosing("part", [part])

    def priced(self, query: DirectoryQuery) -> DirectoryQuery:
        """Up to a tenth more than some document costs."""
        while True:
            doc = self.rng.choice(self.sample)
            if doc.prices:
                price = self.rng.choice(doc.prices)
                limit = price.amount_pence * 11 // 10
                return replace(query, unit=price.unit, max_price_pence=limit)


def _search_times(
    backend: EmbeddedBackend,
    authority_id: int,
    queries: Sequence[DirectoryQuery],
    at: datetime,
    say: Say,
) -> dict[str, float]:
    index = backend.current(authority_id)
    service: list[list[float]] = []
    bare: list[list[float]] = []
    for number, query in enumerate(queries):
        if number % 50 == 0:
            say(f"searches {number + 1} to {number + 50} of {len(queries)}, {PASSES} times each")
        ask = partial(backend.search, authority_id, query, at)
        analysed = ask().analysed  # and warms both up
        alone = partial(index.search, query, analysed, at)
        pairs = [(_timed(ask)[0], _timed(alone)[0]) for _ in range(PASSES)]
        service.append([pair[0] for pair in pairs])
        bare.append([pair[1] for pair in pairs])
    figures = {}
    for percent in (50, 95):
        figures[f"p{percent}_ms"] = _percentile([s for each in service for s in each], percent)
        figures[f"bare_p{percent}_ms"] = _percentile([s for each in bare for s in each], percent)
        # The best of some passes is what the code takes; the rest is what the machine does besides.
        best = _percentile([min(each) for each in service], percent)
        figures[f"best_p{percent}_ms"] = best
        figures[f"ratio_p{percent}"] = best / _percentile([min(each) for each in bare], percent)
    return figures


def _edit_times(
    backend: EmbeddedBackend, source: MadeSource, sample: Sequence[SearchDocument], at: datetime
) -> list[float]:
    """From an edit to the first answer that knows it, over edits that pile up."""
    times = []
    for doc, other in islice(pairwise(sample), EDITS):
        source.edits.append(replace(doc, name=other.name, summary=other.summary, body=other.body))
        query = DirectoryQuery(text=other.name)
        times.append(_timed(partial(backend.search, doc.authority_id, query, at))[0])
    return times


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    start = perf_counter()
    value = call()
    return perf_counter() - start, value


def _percentile(seconds: Sequence[float], percent: int) -> float:
    """Of times in seconds, in milliseconds."""
    return statistics.quantiles(seconds, n=100)[percent - 1] * 1000
