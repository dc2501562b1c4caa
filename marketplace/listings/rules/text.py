"""Text that others wrote, made plain: no tags, no entities, no broken letters."""

import html
import re

import nh3

_BREAKS = re.compile(r"<\s*(br\s*/?|/p|/li|/h[1-6]|/div|/tr)\s*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")
#: UTF-8 that was once read as Windows-1252 carries one of these.
_BROKEN = ("â€", "Ã", "Â")


def plain_text(written: str) -> str:
    """Plain text from text that may hold HTML: paragraphs stay, everything else of it goes."""
    broken = _BREAKS.sub("\n\n", mended(written))
    stripped = html.unescape(nh3.clean(broken, tags=set()))
    lines = _SPACES.sub(" ", stripped)
    return _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in lines.split("\n"))).strip()


def mended(text: str) -> str:
    """UTF-8 that was read as Windows-1252, put right where that is certain."""
    if not any(mark in text for mark in _BROKEN):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def shortened(text: str, most: int) -> str:
    """At most so many characters of one line, ended at a sentence or a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    sentence = cut.rfind(". ")
    if sentence > most // 3:
        return cut[: sentence + 1]
    return cut[: max(cut.rfind(" "), 1)].rstrip(",;: ") + "…"
