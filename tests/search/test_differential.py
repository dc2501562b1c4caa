"""The embedded engine against the contract in plain Python, on random listings and edits."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from search.backends.base import Mark, Result
from search.backends.embedded import snapshot
from search.backends.embedded.index import AuthorityIndex
from search.documents import SearchDocument
from search.query import DirectoryQuery
from tests.search.random_documents import NOW, random_document, random_query
from tests.search.reference import Plain

MOMENTS = [NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1)]


def agree(
    index: AuthorityIndex, documents: list[SearchDocument], query: DirectoryQuery, at: datetime
) -> None:
    """Same total, order, scores, distances, counts and reading of the words."""
    found = index.search(query, index.analyse(query.text, at), at)
    wanted = Plain(documents).search(1, query, at)
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
def test_search_on_random_listings_agrees_with_plain_python(seed: int) -> None:
    rng = Random(seed)
    documents = [random_document(rng, number) for number in range(1, 130)]
    index = AuthorityIndex.of(documents)
    for _ in range(60):
        agree(index, documents, random_query(rng), rng.choice(MOMENTS))


@pytest.mark.parametrize("seed", range(4))
def test_search_after_random_edits_agrees_with_plain_python(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.backends.embedded.index.SEALED_AT", 5)
    monkeypatch.setattr("search.backends.embedded.index.MOST_SEGMENTS", 3)
    rng = Random(100 + seed)
    held = {number: random_document(rng, number) for number in range(1, 60)}
    index = AuthorityIndex.of(held.values())
    for _ in range(40):
        changed = [
            random_document(rng, rng.randint(1, 80)) for _ in range(rng.choice([0, 1, 1, 2, 7]))
        ]
        changed = list({doc.listing_id: doc for doc in changed}.values())
        gone = {rng.randint(1, 80)} - {doc.listing_id for doc in changed}
        index = index.applying(changed, gone)
        held |= {doc.listing_id: doc for doc in changed}
        held = {number: doc for number, doc in held.items() if number not in gone}
        assert index.size == len(held)
        agree(index, list(held.values()), random_query(rng), NOW)


def test_index_read_from_a_snapshot_agrees_with_plain_python(tmp_path: Path) -> None:
    rng = Random(7)
    documents = [random_document(rng, number) for number in range(1, 100)]
    snapshot.write(tmp_path, AuthorityIndex.of([]).parts[0].segment, Mark(3, "older"))
    snapshot.write(tmp_path, AuthorityIndex.of(documents).parts[0].segment, Mark(41, "line"))
    ((segment, mark),) = snapshot.read(tmp_path)
    assert mark == Mark(41, "line")
    for _ in range(30):
        agree(AuthorityIndex.of_segment(segment), documents, random_query(rng), NOW)


def test_empty_index_read_from_a_snapshot_finds_nothing(tmp_path: Path) -> None:
    snapshot.write(tmp_path, AuthorityIndex.of([]).parts[0].segment, Mark())
    ((segment, _),) = snapshot.read(tmp_path)
    agree(AuthorityIndex.of_segment(segment), [], DirectoryQuery(text="bath"), NOW)


def test_damaged_snapshot_is_passed_over(tmp_path: Path) -> None:
    snapshot.write(tmp_path, AuthorityIndex.of([]).parts[0].segment, Mark())
    next(tmp_path.glob("*/ids.npy")).write_bytes(b"torn")
    assert list(snapshot.read(tmp_path)) == []
