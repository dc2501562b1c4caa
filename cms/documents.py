"""Documents that editors upload: a file is what its bytes say, never what its name says."""

import zipfile
from typing import BinaryIO

import filetype

from marketplace.core.errors import Problem, problem

#: `filetype` reads no further.
HEAD_BYTES = 8192
#: The content type of each ending; the part by which a Word document is known.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
WORD_PART = "word/document.xml"


def document_problems(file: BinaryIO, name: str) -> list[Problem]:
    """Why a document cannot be taken: it is not the kind that its name says."""
    kind = _kind_of(file)
    file.seek(0)
    if not kind:
        return [problem("document_unknown", "file")]
    ending = name.rpartition(".")[2].lower()
    if kind != ending:
        return [problem("document_misnamed", "file", kind=kind)]
    return []


def _kind_of(file: BinaryIO) -> str:
    """Its ending by its content; empty when it is none that is taken."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head and filetype.guess_mime(head) == TYPES["pdf"]:
        return "pdf"
    return _packed_kind(file) if head.startswith(b"PK") else ""


def _packed_kind(file: BinaryIO) -> str:
    """Reads the list of parts, and no part but the few bytes that name the kind."""
    try:
        with zipfile.ZipFile(file) as package:
            if WORD_PART in package.namelist():
                return "docx"
            with package.open("mimetype") as named:
                return "odt" if named.read(100).decode("ascii") == TYPES["odt"] else ""
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""
