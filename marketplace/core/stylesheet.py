"""The stylesheet: written in ``styles/``, a file for each layer or component, and served as one.

``styles/handrail.css`` names the other files in their order with ``@import … layer(…)``, as a browser would
read them itself; here they are put in its place, so that a page asks for one file. Nothing made is committed.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from django.utils._os import safe_join

NAME = "handrail.css"
IMPORT = re.compile(
    r'^@import url\("(?P<file>[\w/-]+\.css)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE
)


def parts(entry: Path) -> list[Path]:
    """The files that ``entry`` imports, in its order."""
    return [entry.parent / found["file"] for found in IMPORT.finditer(entry.read_text())]


def joined(entry: Path) -> str:
    """``entry`` with each import replaced by the file's own rules, in its layer.

    Raises ValueError for an import in another form, which a browser would fetch by itself.
    """

    def rules(found: re.Match[str]) -> str:
        return f"@layer {found['layer']} {{\n{(entry.parent / found['file']).read_text()}}}"

    text = IMPORT.sub(rules, entry.read_text())
    if "@import" in text:
        raise ValueError(f'{entry}: write imports as @import url("file.css") layer(name);')
    return text


def make(entry: Path, into: Path) -> None:
    """Write the joined stylesheet to ``into`` where it differs, whole or not at all."""
    text = joined(entry)
    if into.exists() and into.read_text() == text:
        return
    into.parent.mkdir(parents=True, exist_ok=True)
    # Two servers may start at once: each writes a file of its own, and the last one takes its place.
    with tempfile.NamedTemporaryFile("w", dir=into.parent, delete=False) as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(into)


class StylesheetFinder(BaseFinder):
    """Finds ``handrail.css``, made anew whenever one of its parts has changed.

    The development server asks at each request or start, ``collectstatic`` once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = Path(settings.STYLES_DIR) / NAME
        self.storage = FileSystemStorage(location=settings.STYLESHEET_DIR)

    def check(self, **kwargs: Any) -> list[Any]:
        """No settings of its own to check."""
        return []

    @overload
    def find(self, path: str, find_all: Literal[False] = ...) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:
        """The path of the stylesheet on this machine, where it is what is asked for."""
        if path != NAME:
            return [] if find_all else None
        made = self._made()
        return [made] if find_all else made

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file that it finds, and the folder that it is in."""
        self._made()
        yield NAME, self.storage

    def _made(self) -> str:
        path = safe_join(self.storage.location, NAME)
        make(self.entry, Path(path))
        return path
