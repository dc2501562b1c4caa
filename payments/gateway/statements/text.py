"""Bytes to text, whatever the bank's system wrote them with."""

import codecs

from payments.gateway.statements.contract import StatementUnreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and sentences on what had to be done to read it. Raises StatementUnreadable."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        raise StatementUnreadable(
            "The file’s characters cannot be read. Save it again as CSV UTF-8."
        ) from error
    if not text.strip("\x00\ufeff \t\r\n"):
        raise StatementUnreadable("The file is empty. Download it again and try once more.")
    dropped = text.count("\x00")
    if not dropped:
        return text, ()
    return text.replace("\x00", ""), (f"{dropped} empty (NUL) characters were left out.",)


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
