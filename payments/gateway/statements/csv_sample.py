"""The first rows of a CSV file, by which its columns are chosen while the whole file waits."""

import codecs
from dataclasses import dataclass
from typing import Self

from payments.gateway.statements.text import decode

#: Judgement: some thousand rows, and far more than are shown or tried.
SAMPLE_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class CsvSample:
    """The beginning of a file as UTF-8 with its mark, cut after a line; `is_whole` where all of it is there."""

    data: bytes
    is_whole: bool

    @classmethod
    def of(cls, data: bytes) -> Self:
        """Raises StatementUnreadable for an empty file, or one in no characters."""
        text, _ = decode(data)
        head = text[:SAMPLE_CHARACTERS]
        is_whole = len(head) == len(text)
        if not is_whole and "\n" in head:
            head = head[: head.rindex("\n") + 1]
        return cls(codecs.BOM_UTF8 + head.encode("utf-8", "replace"), is_whole)
