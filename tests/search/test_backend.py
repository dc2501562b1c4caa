"""What an engine sees, and when; and what only the embedded one leaves on disk."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from search.backends.base import SearchBackend
from search.backends.embedded import EmbeddedBackend
from search.documents import SearchDocument
from search.query import DirectoryQuery
from tests.search.memory_source import MemorySource
from tests.search.random_documents import NOW

LANTERN = SearchDocument(1, 1, "Lantern Lane Home Care", NOW, body="washing and dressing")
ELSEWHERE = SearchDocument(2, 2, "Otter Bathing", NOW)


def ids(backend: SearchBackend, text: str = "", authority_id: int = 1) -> tuple[int, ...]:
    return backend.search(authority_id, DirectoryQuery(text=text), NOW).ids


def test_saved_document_is_found_at_once(source: MemorySource, backend: SearchBackend) -> None:
    assert ids(backend) == ()
    source.save(LANTERN)
    assert ids(backend) == (1,)


def test_deleted_document_is_gone_at_once(source: MemorySource, backend: SearchBackend) -> None:
    source.save(LANTERN)
    assert ids(backend) == (1,)
    source.save(gone=[1])
    assert ids(backend) == ()


def test_line_committed_after_a_later_one_is_not_missed(
    source: MemorySource, backend: SearchBackend
) -> None:
    slow = source.begin()
    source.save(LANTERN)
    assert ids(backend) == (1,)
    source.commit(slow, replace(LANTERN, listing_id=3))
    assert ids(backend) == (1, 3)


def test_uncommitted_document_is_seen_but_never_kept(
    source: MemorySource, backend: SearchBackend
) -> None:
    assert ids(backend) == ()
    source.is_uncommitted = True
    source.save(LANTERN)
    assert ids(backend) == (1,)
    source.is_uncommitted, source.rows, source.log = False, {}, []
    assert ids(backend) == ()


def test_other_authority_is_neither_found_nor_offered_as_spelling(
    source: MemorySource, backend: SearchBackend
) -> None:
    source.save(LANTERN, ELSEWHERE)
    assert ids(backend) == (1,)
    assert not backend.search(1, DirectoryQuery(text="bathin"), NOW).analysed.corrections
    assert backend.search(2, DirectoryQuery(text="bathin"), NOW).ids == (2,)


def test_listing_not_public_yet_lends_no_word_to_spelling(
    source: MemorySource, backend: SearchBackend
) -> None:
    source.save(replace(LANTERN, public_from=NOW + timedelta(hours=1)))
    query = DirectoryQuery(text="dresing")
    assert not backend.search(1, query, NOW).analysed.corrections
    later = backend.search(1, query, NOW + timedelta(hours=1))
    assert later.analysed.corrections[0].spelt_as == ("dressing",)


def test_listing_ends_with_its_moment_though_nothing_was_written(
    source: MemorySource, backend: SearchBackend
) -> None:
    end = NOW + timedelta(days=1)
    source.save(replace(LANTERN, public_until=end))
    assert backend.search(1, DirectoryQuery(), end - timedelta(microseconds=1)).total == 1
    assert backend.search(1, DirectoryQuery(), end).total == 0


def test_exact_name_stands_before_a_name_that_has_more(
    source: MemorySource, backend: SearchBackend
) -> None:
    longer = replace(
        LANTERN, listing_id=1, name="Lantern Lane Home Care Plus", tags="lantern lane home care"
    )
    source.save(longer, replace(LANTERN, listing_id=2, body=""))
    assert ids(backend, "lantern lane home care") == (2, 1)


def test_rebuild_leaves_a_snapshot_that_the_next_start_reads(
    source: MemorySource, backend: SearchBackend, tmp_path: Path
) -> None:
    source.save(LANTERN)
    assert backend.rebuild(1) == 1
    source.rows = {}  # only the snapshot still knows it
    assert ids(EmbeddedBackend(source, tmp_path)) == (1,)


def test_snapshot_of_another_database_is_not_used(
    source: MemorySource, backend: SearchBackend, tmp_path: Path
) -> None:
    source.save(LANTERN)
    backend.rebuild(1)
    source.log_name, source.rows = "second", {}
    assert ids(EmbeddedBackend(source, tmp_path)) == ()


def test_synonym_finds_what_the_word_does_not_name(source: MemorySource, tmp_path: Path) -> None:
    source.save(LANTERN)
    backend = EmbeddedBackend(source, tmp_path, synonyms={"bath": ["washing"]})
    assert ids(backend, "baths") == (1,)
