"""What may be sent as a copy of evidence. A file is what its bytes say, never what its name says."""

import unicodedata

import filetype

from marketplace.accreditation.rules import FILE_RULES, EvidenceKind, FileRule

#: The content types taken, each with the ending that a download of it gets.
ACCEPTED_TYPES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
#: How many of a file's first bytes tell its type.
HEAD_BYTES = 8192
MAX_NAME = 100


def type_of(head: bytes) -> str:
    """The accepted content type that a file's first bytes show; empty when it is another."""
    found = filetype.guess_mime(head) if head else None
    return found if found in ACCEPTED_TYPES else ""


def file_problems(head: bytes, size: int, max_bytes: int) -> list[str]:
    """Why a file cannot be taken: empty, too big, or neither a PDF nor a photo."""
    if size == 0:
        return ["This file is empty. Choose another one"]
    if size > max_bytes:
        return [f"This file is bigger than {max_bytes // 1_000_000} MB. Choose a smaller one"]
    if not type_of(head):
        return ["Choose a PDF, or a photo saved as JPEG or PNG. This file is something else"]
    return []


def missing_file_problems(kind: EvidenceKind, has_file: bool) -> list[str]:
    """Why a kind of evidence needs its copy, or must not have one."""
    rule = FILE_RULES[kind]
    if rule == FileRule.REQUIRED and not has_file:
        return ["Add a copy of the document"]
    if rule == FileRule.NEVER and has_file:
        return ["Do not send a copy of a DBS certificate. We keep only its outcome"]
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
    stem = stem.strip(" .")[: MAX_NAME - len(ending) - 1] or "document"
    return f"{stem}.{ending}"
