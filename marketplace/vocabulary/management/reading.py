"""Reading one published list into the tables, with what is told of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, reset_queries

from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.vocabulary.imports.files import PlaceFile
from marketplace.vocabulary.imports.rows import (
    LeftOut,
    LeftRow,
    PostcodeRow,
    Row,
    SettlementRow,
    UnreadRow,
)
from marketplace.vocabulary.imports.tally import Middles, Seen, too_many_gone
from marketplace.vocabulary.loading import (
    CHUNK,
    begin_load,
    end_postcodes,
    finish_load,
    write_outcodes,
    write_postcodes,
    write_settlements,
)
from marketplace.vocabulary.models import PlaceLoad
from marketplace.vocabulary.postcodes import INWARD_LENGTH, PlaceList
from marketplace.vocabulary.queries import postcodes_in_use
from marketplace.vocabulary.rules import MAY_LOAD_PLACES

LOADER = SystemActor("place_lists", frozenset({MAY_LOAD_PLACES}))
#: Rows that could not be read and are shown one by one; the rest are counted.
MOST_SHOWN = 20
#: A line of progress for so many percent.
STEP = 5
#: Kilobytes of pages that SQLite may hold meanwhile. Judgement: enough for a chunk; a server's own
#: 64 MB would be filled by a million rows.
SQLITE_CACHE = 8_000


@dataclass(frozen=True)
class Area:
    """What is wanted of a list: councils by code, outcodes. Empty is everything."""

    districts: frozenset[str] = frozenset()
    outcodes: frozenset[str] = frozenset()

    def has(self, row: PostcodeRow | SettlementRow) -> bool:
        """Whether a row is wanted: in one of the councils, or in one of the outcodes."""
        if not self.districts and not self.outcodes:
            return True
        if isinstance(row, SettlementRow):
            return row.outcode in self.outcodes
        return row.district in self.districts or row.code[:-INWARD_LENGTH] in self.outcodes


@dataclass
class ReadingNotes:
    """What a reading leaves to say besides its counts."""

    left: Counter[LeftOut] = field(default_factory=Counter)
    unread: list[UnreadRow] = field(default_factory=list)
    unread_count: int = 0
    #: Areas whose missing postcodes were not ended, and how many those were.
    kept: dict[str, int] = field(default_factory=dict)


class PlaceReading:
    """One reading of one list. `say` gets lines of progress."""

    def __init__(self, by: Viewer, file: PlaceFile, area: Area, say: Callable[[str], None]) -> None:
        self.by, self.file, self.area, self.say = by, file, area, say
        self.notes = ReadingNotes()
        self._seen = Seen()
        self._middles = Middles()
        self._rows = self._said = 0

    def run(self) -> PlaceLoad:
        """Read the whole file. Raises UnknownPlaceFile where it is damaged; what was read is kept."""
        with _small_cache():
            load = begin_load(by=self.by, source=self.file.source)
            for chunk in self._chunks():
                self._write(load, chunk)
            self._finish_postcodes(load)
            return finish_load(by=self.by, load=load)

    def _chunks(self) -> Iterator[list[PostcodeRow | SettlementRow]]:
        chunk: list[PostcodeRow | SettlementRow] = []
        for row in self.file.rows():
            self._rows += 1
            if wanted := self._wanted(row):
                chunk.append(wanted)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
            if self._rows % CHUNK == 0:
                self._progress()
        yield chunk

    def _wanted(self, row: Row | UnreadRow) -> PostcodeRow | SettlementRow | None:
        if isinstance(row, UnreadRow):
            self.notes.unread_count += 1
            self.notes.unread += [row] if len(self.notes.unread) < MOST_SHOWN else []
            return None
        if isinstance(row, PostcodeRow | LeftRow) and row.code:
            self._remember(row)
        if isinstance(row, LeftRow):
            self.notes.left[row.why] += 1
            return None
        if not self.area.has(row):
            self.notes.left[LeftOut.OUTSIDE] += 1
            return None
        return row

    def _remember(self, row: PostcodeRow | LeftRow) -> None:
        """Of every row, wanted or not: whether the list has it, and where its outcode lies."""
        if self.file.source == PlaceList.CODE_POINT:
            self._seen.add(row.code)
        if isinstance(row, PostcodeRow):
            self._middles.add(row)

    def _write(self, load: PlaceLoad, chunk: list[PostcodeRow | SettlementRow]) -> None:
        postcodes = [row for row in chunk if isinstance(row, PostcodeRow)]
        settlements = [row for row in chunk if isinstance(row, SettlementRow)]
        if postcodes:
            write_postcodes(by=self.by, load=load, rows=postcodes)
        if settlements:
            write_settlements(by=self.by, load=load, rows=settlements)
        # In development every statement is remembered.
        reset_queries()

    def _finish_postcodes(self, load: PlaceLoad) -> None:
        middles = self._middles.rows()
        for start in range(0, len(middles), CHUNK):
            write_outcodes(by=self.by, load=load, rows=middles[start : start + CHUNK])
        for area in self._seen.areas():
            held = postcodes_in_use(area)
            gone = self._seen.without(area, held)
            if gone and (self.notes.unread_count or too_many_gone(len(gone), len(held))):
                self.notes.kept[area] = len(gone)
                continue
            for start in range(0, len(gone), CHUNK):
                end_postcodes(by=self.by, load=load, codes=gone[start : start + CHUNK])

    def _progress(self) -> None:
        percent = self.file.percent
        if percent >= self._said + STEP:
            self._said = percent
            self.say(f"{percent}% read: {self._rows:,} rows")


@contextmanager
def _small_cache() -> Iterator[None]:
    """SQLite holds few pages meanwhile, and as many as before afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size=-{SQLITE_CACHE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size={int(before)}")
