"""What may be sent as a copy of evidence. A file is what its bytes say, never what its name says."""

import unicodedata

import filetype

from marketplace.accreditation.rules.evidence import FILE_RULES, EvidenceKind, FileRule
from marketplace.core.errors import Problem, problem

#: The content types taken, each with the ending that a download of it gets.
ACCEPTED_TYPES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
#: How many of a file's first bytes show its type: `filetype` reads no further.
HEAD_BYTES = 8192
#: The most characters of a file's name, as the column has them: judgement, a long title.
FILE_NAME_LENGTH = 120


def type_of(head: bytes) -> str:
    """The accepted content type that a file's first bytes show; empty when it is another."""
    found = filetype.guess_mime(head) if head else None
    return found if found in ACCEPTED_TYPES else ""


def file_problems(head: bytes, size: int, max_bytes: int) -> list[Problem]:
    """Why a file cannot be taken: empty, too big, or neither a PDF nor a photo."""
    if size == 0:
        return [problem("evidence_file_empty", "upload")]
    if size > max_bytes:
        return [problem("evidence_file_too_big", "upload", most_bytes=max_bytes)]
    if not type_of(head):
        return [problem("evidence_file_unknown", "upload")]
    return []


def missing_file_problems(kind: EvidenceKind, has_file: bool) -> list[Problem]:
    """Why a kind of evidence needs its copy, or must not have one."""
    rule = FILE_RULES[kind]
    if rule == FileRule.REQUIRED and not has_file:
        return [problem("evidence_file_missing", "upload")]
    if rule == FileRule.NEVER and has_file:
        return [problem("evidence_file_refused", "upload")]
    return []


def clean_name(name: str, content_type: str) -> str:
    """The name to keep and to offer at a download: no folder, no control or turning characters.

    Its ending follows the content, so "photo.jpg.html" that is a PDF becomes "photo.jpg.pdf".
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        ch
        for ch in unicodedata.normalize("NFC", last)
        if unicodedata.category(ch)[0] in "LNM" or ch in " ._-()"
    )
    stem = kept.rpartition(".")[0] or kept
    ending = ACCEPTED_TYPES[content_type]
    stem = stem.strip(" .")[: FILE_NAME_LENGTH - len(ending) - 1] or "document"
    return f"{stem}.{ending}"
