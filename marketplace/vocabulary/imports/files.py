"""A published file, as it comes: one CSV, or a ZIP with several. Read row by row, never whole."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from marketplace.vocabulary.imports.formats import Format, recognised
from marketplace.vocabulary.imports.rows import Row, UnreadableRow, UnreadRow
from marketplace.vocabulary.postcodes import PlaceList

#: The longest line that is read as one. The longest of the lists have some 1,500 characters.
LONGEST_LINE = 20_000
#: Files in a ZIP. OS Open Names has 819 squares and its documents.
MOST_FILES = 5_000
#: Where the ONS Postcode Directory repeats its one file in parts.
REPEATED = "multi_csv/"


class UnknownPlaceFile(Exception):
    """The file is none of the lists that we read; the words say what to do."""


@dataclass(frozen=True)
class PlacePart:
    """One CSV, its layout, and its size in bytes."""

    name: str
    format: Format
    size: int


class PlaceFile:
    """One list to read. A context manager; raises UnknownPlaceFile for what is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stack = ExitStack()
        self._zip: zipfile.ZipFile | None = None
        self._read = 0
        self._raw: IO[bytes] | None = None
        self.parts: list[PlacePart] = []

    def __enter__(self) -> Self:
        try:
            if zipfile.is_zipfile(self.path):
                self._zip = self._stack.enter_context(zipfile.ZipFile(self.path))
            self.parts = self._chosen()
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            self._stack.close()
            raise UnknownPlaceFile(f"{self.path} cannot be read: {error}.") from error
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def source(self) -> PlaceList:
        """Which list it is."""
        return self.parts[0].format.source

    @property
    def percent(self) -> int:
        """How much of it has been read, by bytes."""
        now = self._raw.tell() if self._raw and not self._raw.closed else 0
        return min(100, (self._read + now) * 100 // max(1, sum(part.size for part in self.parts)))

    def rows(self) -> Iterator[Row | UnreadRow]:
        """Every row of every part, in order. Raises UnknownPlaceFile where the file is damaged."""
        for part in self.parts:
            with self._opened(part.name) as text:
                try:
                    yield from _rows(part, text)
                except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
                    raise UnknownPlaceFile(
                        f"{self.path} is damaged: {error}. What was read before that is kept."
                        " Get the file again and run the same command."
                    ) from error
            self._read += part.size

    def _chosen(self) -> list[PlacePart]:
        names = self._names()
        found = [(name, self._first(name)) for name in names]
        known = [PlacePart(name, form, self._size(name)) for name, form in found if form]
        if not known:
            raise UnknownPlaceFile(
                f"{self.path} is no list that we read. Give the CSV or the ZIP of the ONS Postcode"
                " Directory, of Code-Point Open (CSV) or of OS Open Names (CSV), as it was published."
            )
        source = known[0].format.source
        if any(part.format.source != source for part in known):
            raise UnknownPlaceFile(f"{self.path} holds more than one list. Give each by itself.")
        whole = [part for part in known if REPEATED not in part.name]
        return whole or known

    def _names(self) -> list[str]:
        if self._zip is None:
            return [str(self.path)]
        names = sorted(name for name in self._zip.namelist() if name.lower().endswith(".csv"))
        if len(names) > MOST_FILES:
            raise UnknownPlaceFile(f"{self.path} holds {len(names)} files, more than any list has.")
        return names

    def _size(self, name: str) -> int:
        return self._zip.getinfo(name).file_size if self._zip else self.path.stat().st_size

    def _opened(self, name: str) -> io.TextIOWrapper:
        """Bytes that are no letters become �, which no postcode has, so that only their row is lost."""
        self._raw = self._zip.open(name) if self._zip else self.path.open("rb")
        return io.TextIOWrapper(self._raw, encoding="utf-8-sig", errors="replace", newline="")

    def _first(self, name: str) -> Format | None:
        with self._opened(name) as text:
            first = next(_cells(text), [])
        return recognised(first) if isinstance(first, list) and first else None


def _cells(text: io.TextIOWrapper) -> Iterator[list[str] | csv.Error]:
    """Each line's cells, or why it has none. No list breaks a line inside a cell.

    So a quotation mark that is never closed loses one line and not the rest of the file.
    """
    for line in iter(lambda: text.readline(LONGEST_LINE), ""):
        try:
            yield next(csv.reader([line]), [])
        except csv.Error as error:
            yield error


def _rows(part: PlacePart, text: io.TextIOWrapper) -> Iterator[Row | UnreadRow]:
    name = Path(part.name).name
    for line, cells in enumerate(_cells(text), 1):
        if cells == [] or (line == 1 and part.format.has_heading):
            continue
        try:
            if isinstance(cells, csv.Error):
                raise UnreadableRow(str(cells))
            yield part.format.read(cells)
        except UnreadableRow as error:
            yield UnreadRow(name, line, str(error))
