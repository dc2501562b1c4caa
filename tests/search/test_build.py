"""Building a segment: from documents in any order, and none of them held."""

import tracemalloc
from collections.abc import Iterator
from random import Random

import numpy as np

from search.backends.embedded.build import build_segment
from search.backends.embedded.index import AuthorityIndex
from search.documents import SearchDocument
from tests.search.random_documents import NOW, random_document, random_query

DOCUMENTS, TEXT_BYTES, MOST_BYTES = 1_000, 20_000, 4_000_000


def test_segment_when_documents_come_in_any_order_is_the_same() -> None:
    rng = Random(7)
    documents = [random_document(rng, number) for number in range(200)]
    shuffled = Random(8).sample(documents, len(documents))
    one, other = build_segment(documents), build_segment(shuffled)
    assert list(one.ids) == list(other.ids) == sorted(doc.listing_id for doc in documents)
    for name in (
        "facet_bits",
        "slot_bits",
        "price_rows",
        "scheme_rows",
        "name_hash",
        "public_until",
    ):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    first, second = AuthorityIndex.of_segment(one), AuthorityIndex.of_segment(other)
    for _ in range(30):
        query = random_query(rng)
        analysed = first.analyse(query.text, NOW)
        assert first.search(query, analysed, NOW) == second.search(query, analysed, NOW)


def test_build_holds_no_text_of_the_documents_that_it_has_read() -> None:
    def each() -> Iterator[SearchDocument]:
        for number in range(DOCUMENTS):
            text = f"word{number} " + "washing and dressing " * (TEXT_BYTES // 21)
            yield SearchDocument(number, 1, f"Listing {number}", NOW, body=text)

    tracemalloc.start()
    try:
        assert build_segment(each()).size == DOCUMENTS
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MOST_BYTES < DOCUMENTS * TEXT_BYTES
