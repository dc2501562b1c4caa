"""How fast search is, on listings made up from a seed; for the project's benchmark command."""

import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TypeVar

from marketplace.suppliers.rules import SupplierKind
from search.backends.base import Change, Mark, News
from search.backends.embedded import EmbeddedBackend
from search.documents import DatedCode, DatedPrice, SearchDocument
from search.facets import DAYS, PARTS, UNITS
from search.query import DirectoryQuery, Point, Sort

AT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
TODAY = date(2026, 9, 21)
AUTHORITY = 1
PASSES = 4

_CARE = (
    "washing dressing bathing meals cooking shopping cleaning laundry gardening company outings "
    "dementia autism stroke diabetes epilepsy wheelchair hoist walking frame stairlift ramp respite "
    "overnight morning evening weekend lunch transport driving reading music swimming counselling "
    "advocacy nursing physiotherapy speech hearing sight signing cushion mattress rail scooter "
    "recliner commode raiser kettle cutlery pendant alarm reminder medication prompting trained "
    "friendly patient reliable local experienced qualified flexible calm punctual visiting"
)
CARE_WORDS = _CARE.split()
_SYLLABLES = (
    "ba",
    "den",
    "for",
    "gar",
    "hol",
    "kin",
    "lan",
    "mor",
    "nes",
    "pol",
    "ri",
    "ster",
    "ton",
)
_VALUES = {"category": 18, "need": 24, "language": 30, "funding": 4, "area": 30}


def _vocabulary(size: int) -> list[str]:
    """Care words first, then invented ones, commonest to rarest."""
    rng, words = Random(7), dict.fromkeys(CARE_WORDS)  # noqa: S311 - made-up data
    while len(words) < size:
        words["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 5)))] = None
    return list(words)


def generate_documents(number: int, seed: int) -> Iterator[SearchDocument]:
    """So many plausible documents of one council; the same number and seed give the same ones."""
    rng = Random(seed)  # noqa: S311 - made-up data
    words = _vocabulary(20_000)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    kinds = [kind.value for kind in SupplierKind]
    for listing_id in range(1, number + 1):
        text = rng.choices(words, cum_weights=weights, k=rng.randint(70, 160))
        start = TODAY - timedelta(days=rng.randint(1, 600))
        area = rng.randrange(_VALUES["area"])
        yield SearchDocument(
            listing_id=listing_id,
            authority_id=AUTHORITY,
            name=" ".join(text[:3]),
            public_from=AT - timedelta(days=rng.randint(0, 300)),
            public_until=AT + timedelta(days=rng.randint(0, 300)),
            supplier_name=" ".join(text[3:5]),
            tags=" ".join(text[5:10]),
            summary=" ".join(text[10:25]),
            body=" ".join(text[25:]),
            codes=_codes(rng, kinds, area),
            accreditations=(
                DatedCode(
                    f"s{rng.randrange(5)}", start, TODAY + timedelta(days=rng.randint(0, 700))
                ),
            ),
            prices=_prices(rng, start),
            latitude=52.0 + area // 6 * 0.09 + rng.gauss(0, 0.03),
            longitude=-1.9 + area % 6 * 0.14 + rng.gauss(0, 0.04),
            slots=rng.getrandbits(35) & rng.getrandbits(35),
            confirmed_on=TODAY - timedelta(days=rng.randint(0, 200)),
        )


def _codes(rng: Random, kinds: Sequence[str], area: int) -> dict[str, tuple[str, ...]]:
    most = {"category": 3, "need": 6, "language": 3, "funding": 4}
    codes = {
        name: tuple({f"{name}-{int(rng.paretovariate(0.6)) % _VALUES[name]}" for _ in range(k)})
        for name, k in ((name, rng.randint(1, k)) for name, k in most.items())
    }
    areas = tuple({f"area-{area}", f"area-{rng.randrange(_VALUES['area'])}"})
    return codes | {"kind": (rng.choice(kinds),), "area": areas}


def _prices(rng: Random, start: date) -> tuple[DatedPrice, ...]:
    unit = rng.choice(UNITS)
    old = rng.randint(1200, 3000)
    changed = start + timedelta(days=rng.randint(1, 500))
    return DatedPrice(unit, old, start, changed), DatedPrice(unit, old + 60, changed)


def generate_queries(seed: int) -> list[DirectoryQuery]:
    """The mix of 200: words with facets, near a place, misspelt, facets alone, far pages."""
    rng = Random(seed)  # noqa: S311 - made-up data
    words = _vocabulary(1_500)

    def text(count: int) -> str:
        return " ".join([rng.choice(CARE_WORDS), *rng.choices(words[80:], k=count - 1)])

    def choosing(query: DirectoryQuery, count: int) -> DirectoryQuery:
        for name in rng.sample(sorted(_VALUES), count):
            size = _VALUES[name]
            codes = [
                f"{name}-{int(rng.paretovariate(0.6)) % size}" for _ in range(rng.randint(1, 3))
            ]
            query = query.choosing(name, codes)
        return query

    def timed(query: DirectoryQuery) -> DirectoryQuery:
        return query.choosing("day", [rng.choice(DAYS)]).choosing("part", [rng.choice(PARTS)])

    def priced(query: DirectoryQuery) -> DirectoryQuery:
        return replace(query, unit="hour", max_price_pence=rng.randint(1400, 3000))

    worded = [choosing(DirectoryQuery(text=text(1 + at % 3)), 3) for at in range(60)]
    worded = [(priced, timed, lambda same: same)[at % 3](each) for at, each in enumerate(worded)]
    near = [
        choosing(DirectoryQuery(point=_point(rng), radius_miles=10, sort=Sort.NEAREST), 2)
        for _ in range(40)
    ]
    near = [timed(each) if at % 2 else each for at, each in enumerate(near)]
    long_words = [word for word in CARE_WORDS if len(word) > 6]
    misspelt = [DirectoryQuery(text=_slip(rng, rng.choice(long_words))) for _ in range(30)]
    plain = [
        choosing(DirectoryQuery(sort=(Sort.PRICE, Sort.CONFIRMED)[at // 2 % 2]), at % 4)
        for at in range(40)
    ]
    far = [DirectoryQuery(text=text(1) if at % 2 else "", page=20) for at in range(30)]
    return worded + near + misspelt + plain + far


def _point(rng: Random) -> Point:
    return Point(52.0 + rng.random() * 0.36, -1.9 + rng.random() * 0.7)


def _slip(rng: Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


T = TypeVar("T")


class GeneratedSource:
    """Documents from the generator, and a log with the edits that the benchmark makes."""

    is_uncommitted = False

    def __init__(self, number: int, seed: int) -> None:
        self.number, self.seed = number, seed
        self.edits: list[SearchDocument] = []

    def news(self, authority_id: int, mark: Mark) -> News:
        fresh = range(mark.position, len(self.edits))
        changes = tuple(Change(at, at, self.edits[at].listing_id) for at in fresh)
        return News(changes, Mark(len(self.edits), mark.witness))

    def vouches_for(self, authority_id: int, mark: Mark) -> bool:
        return True

    def end(self, authority_id: int) -> Mark:
        return Mark(len(self.edits), "generated")

    def documents(
        self, authority_id: int, listing_ids: Iterable[int] | None = None
    ) -> Iterable[SearchDocument]:
        if listing_ids is None:
            return generate_documents(self.number, self.seed)
        return {
            doc.listing_id: doc for doc in self.edits if doc.listing_id in set(listing_ids)
        }.values()


def run(sizes: Sequence[int] = (10_000, 100_000), seed: int = 1) -> dict[str, float]:
    """Figures by name: `search.<listings>.<figure>`, in milliseconds, seconds and megabytes.

    `p50_ms` and `p95_ms` are of the service call: freshness check, analysis, one page, all counts.
    `ratio_p50` and `ratio_p95` are against the engine's own segments called with an already
    analysed query, in turn and at their best, so that noise falls on neither.
    """
    figures: dict[str, float] = {}
    for size in sorted(sizes):
        figures |= {f"search.{size}.{name}": value for name, value in _measure(size, seed).items()}
    return figures


def _measure(size: int, seed: int) -> dict[str, float]:
    source = GeneratedSource(size, seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        making_s = _timed(lambda: sum(1 for _ in source.documents(AUTHORITY)))[0]
        rebuild_s = _timed(lambda: EmbeddedBackend(source, folder).rebuild(AUTHORITY))[0]
        snapshot = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
        backend = EmbeddedBackend(source, folder)
        first = DirectoryQuery(text="washing")
        cold_s = _timed(lambda: backend.search(AUTHORITY, first, AT))[0]
        figures = _search_times(backend, generate_queries(seed + 1))
        edit_s = _edit_times(backend, source)
    return figures | {
        "build_s": rebuild_s - making_s,
        "snapshot_mb": snapshot / 1e6,
        "cold_start_ms": cold_s * 1000,
        "edit_visible_p95_ms": _percentile(edit_s, 95),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        / (1e6 if sys.platform == "darwin" else 1e3),
    }


def _search_times(backend: EmbeddedBackend, queries: Sequence[DirectoryQuery]) -> dict[str, float]:
    index = backend.current(AUTHORITY)
    service: list[list[float]] = []
    bare: list[list[float]] = []
    for query in queries:
        ask = partial(backend.search, AUTHORITY, query, AT)
        analysed = ask().analysed  # and warms both up
        alone = partial(index.search, query, analysed, AT)
        pairs = [(_timed(ask)[0], _timed(alone)[0]) for _ in range(PASSES)]
        service.append([pair[0] for pair in pairs])
        bare.append([pair[1] for pair in pairs])
    figures = {
        "p50_ms": _percentile([took for times in service for took in times], 50),
        "p95_ms": _percentile([took for times in service for took in times], 95),
        "bare_p50_ms": _percentile([took for times in bare for took in times], 50),
        "bare_p95_ms": _percentile([took for times in bare for took in times], 95),
    }
    # The best of some passes is what the code takes; the rest is what the machine does besides.
    best, least = [min(times) for times in service], [min(times) for times in bare]
    for percent in (50, 95):
        ratio = _percentile(best, percent) / _percentile(least, percent)
        figures[f"ratio_p{percent}"] = ratio
    return figures


def _edit_times(backend: EmbeddedBackend, source: GeneratedSource) -> list[float]:
    """From an edit to the first answer that knows it, over edits that pile up."""
    times = []
    for doc in generate_documents(300, source.seed + 2):
        source.edits.append(doc)
        query = DirectoryQuery(text=doc.name)
        times.append(_timed(partial(backend.search, AUTHORITY, query, AT))[0])
    return times


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    start = perf_counter()
    value = call()
    return perf_counter() - start, value


def _percentile(seconds: Sequence[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100)[percent - 1] * 1000
