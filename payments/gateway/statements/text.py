"""Bytes to text, whatever the bank's system wrote them with."""

import codecs

from marketplace.core.errors import Problem, problem
from payments.gateway.errors import StatementUnreadable

#: Characters of a bad value that a refusal shows. Judgement: enough to find it in the file by.
LONGEST_SHOWN = 40

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def shown(text: str) -> str:
    """What is written in a cell, as a refusal shows it: never more than a screen can hold."""
    found = text.strip()
    return found if len(found) <= LONGEST_SHOWN else f"{found[:LONGEST_SHOWN]}…"


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text, and notes on what had to be done to read it. Raises StatementUnreadable."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        raise StatementUnreadable(problem("statement_characters", "file")) from error
    if not text.strip("\x00\ufeff \t\r\n"):
        raise StatementUnreadable(problem("statement_empty", "file"))
    dropped = text.count("\x00")
    if not dropped:
        return text, ()
    return text.replace("\x00", ""), (problem("statement_note_nul", dropped=dropped),)


def _encoding(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    head = data[:400]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(data)
    return "utf-8"


def _windows(data: bytes) -> str:
    """Windows-1252 where every byte has a meaning in it, else Latin-1, which always has."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"
