"""A segment written down and read back."""

from pathlib import Path
from random import Random

from search.backends.base import LogPosition
from search.backends.embedded.build import build_segment
from search.backends.embedded.index import AuthorityIndex
from search.backends.embedded.snapshot import read_snapshots, write_snapshot
from search.query import DirectoryQuery
from tests.search.random_documents import NOW, random_document, random_query


def test_index_read_from_a_snapshot_answers_as_the_one_written(tmp_path: Path) -> None:
    rng = Random(7)
    segment = build_segment(random_document(rng, number) for number in range(100))
    write_snapshot(tmp_path, build_segment([]), LogPosition(3, "older"))
    write_snapshot(tmp_path, segment, LogPosition(41, "line"))
    ((read, read_to),) = read_snapshots(tmp_path)
    assert read_to == LogPosition(41, "line")
    one, other = AuthorityIndex.of_segment(segment), AuthorityIndex.of_segment(read)
    for _ in range(30):
        query = random_query(rng)
        analysed = one.analyse(query.text, NOW)
        assert other.analyse(query.text, NOW) == analysed
        assert other.search(query, analysed, NOW) == one.search(query, analysed, NOW)


def test_empty_index_read_from_a_snapshot_finds_nothing(tmp_path: Path) -> None:
    write_snapshot(tmp_path, build_segment([]), LogPosition())
    ((segment, _),) = read_snapshots(tmp_path)
    index = AuthorityIndex.of_segment(segment)
    assert index.search(DirectoryQuery(), index.analyse("bath", NOW), NOW).total == 0


def test_damaged_snapshot_is_passed_over(tmp_path: Path) -> None:
    write_snapshot(tmp_path, build_segment([]), LogPosition())
    next(tmp_path.glob("*/ids.npy")).write_bytes(b"torn")
    assert list(read_snapshots(tmp_path)) == []
