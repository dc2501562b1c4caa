"""Every engine against the contract in plain Python, on random listings, queries and edits."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from search.backends.base import Result, SearchBackend
from search.documents import SearchDocument
from search.query import DirectoryQuery
from tests.search.memory_source import MemorySource
from tests.search.random_documents import NOW, random_document, random_query
from tests.search.reference import Plain

MOMENTS = [NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1)]


def agree(
    backend: SearchBackend, source: MemorySource, query: DirectoryQuery, at: datetime
) -> None:
    """Same total, order, scores, distances, counts and reading of the words."""
    found = backend.search(1, query, at)
    wanted = Plain(source.rows.values()).search(1, query, at)
    assert (found.total, found.ids) == (wanted.total, wanted.ids), query
    assert [hit.score for hit in found.hits] == [hit.score for hit in wanted.hits], query
    assert [hit.miles for hit in found.hits] == [
        pytest.approx(hit.miles) if hit.miles is not None else None for hit in wanted.hits
    ]
    assert _nonzero(found) == _nonzero(wanted), query
    assert [(g.word, set(g.tokens), g.spelt_as) for g in found.analysed.groups] == [
        (g.word, set(g.tokens), g.spelt_as) for g in wanted.analysed.groups
    ]


def _nonzero(result: Result) -> dict[tuple[str, str], int]:
    return {
        (facet, code): number
        for facet, values in result.counts.items()
        for code, number in values.items()
        if number
    }


@pytest.mark.parametrize("seed", range(4))
def test_search_on_random_listings_agrees_with_plain_python(
    seed: int, source: MemorySource, backend: SearchBackend
) -> None:
    rng = Random(seed)
    source.save(*(random_document(rng, number, rng.choice([1, 1, 1, 2])) for number in range(160)))
    for _ in range(60):
        agree(backend, source, random_query(rng), rng.choice(MOMENTS))


@pytest.mark.parametrize("seed", range(4))
def test_search_after_random_edits_agrees_with_plain_python(
    seed: int, source: MemorySource, backend: SearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.backends.embedded.index.SEALED_AT", 5)
    monkeypatch.setattr("search.backends.embedded.index.MOST_SEGMENTS", 3)
    rng = Random(100 + seed)
    source.save(*(random_document(rng, number) for number in range(60)))
    for _ in range(40):
        changed: dict[int, SearchDocument] = {}
        for _ in range(rng.choice([0, 1, 1, 2, 7])):
            number = rng.randrange(80)
            changed[number] = random_document(rng, number)
        source.save(*changed.values(), gone={rng.randrange(80)} - changed.keys())
        agree(backend, source, random_query(rng), NOW)


def test_count_is_what_choosing_the_value_finds(
    source: MemorySource, backend: SearchBackend
) -> None:
    rng = Random(9)
    source.save(*(random_document(rng, number) for number in range(100)))
    for _ in range(15):
        query = replace(random_query(rng), page=1)
        result = backend.search(1, query, NOW)
        for facet in ("kind", "need", "accreditation", "day", "part"):
            for code, count in result.counts[facet].items():
                assert backend.search(1, query.choosing(facet, [code]), NOW).total == count
