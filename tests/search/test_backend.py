"""What an engine sees, and when; and what only the embedded one leaves on disk."""

import errno
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from search.backends.base import SearchBackend
from search.backends.embedded import EmbeddedBackend, disk, index
from search.backends.embedded.backend import MANY_CHANGES
from search.backends.embedded.index import AuthorityIndex
from search.backends.embedded.segment import Segment
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
    source.rows = {1: replace(LANTERN, listing_id=9)}  # only the snapshot still knows the other
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


def many(number: int, name: str = "Otter House") -> list[SearchDocument]:
    return [replace(LANTERN, listing_id=100 + each, name=name) for each in range(number)]


def damage_newest(folder: Path) -> None:
    newest = max((folder / "1").glob("v*"), key=lambda path: path.name.split("-")[1])
    (newest / "ids.npy").write_bytes(b"")


def test_older_snapshot_answers_for_a_damaged_one_with_every_change_since(
    source: MemorySource, backend: SearchBackend, tmp_path: Path
) -> None:
    source.save(LANTERN)
    backend.rebuild(1)
    source.save(replace(LANTERN, listing_id=3))
    backend.rebuild(1)
    damage_newest(tmp_path)
    assert ids(EmbeddedBackend(source, tmp_path)) == (1, 3)


def test_whole_but_empty_snapshot_never_hides_what_is_in_the_table(
    source: MemorySource, backend: SearchBackend, tmp_path: Path
) -> None:
    backend.rebuild(1)
    source.rows = {1: LANTERN}  # put there by other means than through the log
    assert ids(EmbeddedBackend(source, tmp_path)) == (1,)


def test_running_reader_that_holds_nothing_looks_into_the_table(
    source: MemorySource, backend: SearchBackend
) -> None:
    assert ids(backend) == ()
    source.rows = {1: LANTERN}
    assert ids(backend) == (1,)


def test_running_reader_begins_again_when_the_database_was_put_back(
    source: MemorySource, backend: SearchBackend
) -> None:
    source.save(LANTERN)
    assert ids(backend) == (1,)
    source.log_name, source.log = "second", []
    source.rows = {3: replace(LANTERN, listing_id=3)}
    assert ids(backend) == (3,)


def test_full_disk_stops_no_search(
    source: MemorySource, backend: SearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.save(LANTERN)

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "write_new", full)
    with pytest.raises(OSError, match="space"):
        backend.rebuild(1)
    source.save(replace(LANTERN, listing_id=3))
    assert ids(backend) == (1, 3)


def test_keeping_mends_damage_and_leaves_a_good_snapshot_alone(
    source: MemorySource, backend: SearchBackend, tmp_path: Path
) -> None:
    source.save(LANTERN)
    assert backend.keep(1)
    assert not backend.keep(1)
    damage_newest(tmp_path)
    assert backend.keep(1)
    assert not backend.keep(1)


def test_keeping_makes_one_of_many_changes(source: MemorySource, backend: SearchBackend) -> None:
    source.save(LANTERN)
    backend.rebuild(1)
    source.save(*many(MANY_CHANGES - 1))
    assert not backend.keep(1)
    source.save(LANTERN)
    assert backend.keep(1)


def test_reader_far_behind_its_snapshot_adopts_the_workers(
    source: MemorySource, backend: EmbeddedBackend, tmp_path: Path
) -> None:
    source.save(LANTERN)
    backend.rebuild(1)
    assert ids(backend) == (1,)
    for start in range(0, MANY_CHANGES, 64):
        source.save(*many(MANY_CHANGES)[start : start + 64])
        backend.current(1)
    assert len(backend.current(1).parts) > 1
    assert EmbeddedBackend(source, tmp_path).keep(1)
    assert len(backend.current(1).parts) == 1
    assert backend.current(1).size == MANY_CHANGES + 1


def test_reader_keeps_what_it_has_when_the_newer_snapshot_is_damaged(
    source: MemorySource, backend: EmbeddedBackend, tmp_path: Path
) -> None:
    source.save(LANTERN)
    backend.rebuild(1)
    source.save(*many(MANY_CHANGES))
    assert backend.current(1).size == MANY_CHANGES + 1
    EmbeddedBackend(source, tmp_path).rebuild(1)
    damage_newest(tmp_path)
    assert backend.current(1).size == MANY_CHANGES + 1


def test_edits_that_no_worker_merges_stay_bounded(
    backend: EmbeddedBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []
    real = index.build_segment

    def counted(documents: Iterable[SearchDocument]) -> Segment:
        made = real(documents)
        built.append(made.size)
        return made

    monkeypatch.setattr(index, "build_segment", counted)
    monkeypatch.setattr(index, "SEALED_AT", 2)
    monkeypatch.setattr(index, "MOST_SEGMENTS", 4)
    state = AuthorityIndex.of([LANTERN])
    for doc in many(200):
        state = state.applying([doc])
    assert state.size == 201
    assert max(built) <= 2 * (4 + 1)  # an edit never builds all that came before it
