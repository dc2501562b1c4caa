"""The leaves of OFX, 1.x (SGML, tags left open) and 2.x (XML), each under the elements that it stands in."""

import re
from html import escape, unescape

from payments.gateway.contract import tidy

_TAG = re.compile(r"<(/?)([A-Z0-9_.]+)>([^<]*)", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n]")
_OPEN, _CLOSE = "<![CDATA[", "]]>"


def without_cdata(text: str) -> str:
    """The same text with each CDATA section escaped as other text is; no line is moved."""
    parts, done = [], 0
    while (start := text.find(_OPEN, done)) != -1:
        end = text.find(_CLOSE, start)
        if end == -1:
            break
        parts += [text[done:start], escape(text[start + len(_OPEN) : end], quote=False)]
        done = end + len(_CLOSE)
    return "".join([*parts, text[done:]])


def leaves_of(text: str) -> dict[str, str]:
    """The first value of each leaf, by its path, like `CURRENCY/CURSYM`.

    An element without a value of its own holds others where it is closed further on.
    """
    tags = list(_TAG.finditer(text))
    closed = {tag[2].upper(): tag.start() for tag in tags if tag[1]}
    inside: list[str] = []
    found: dict[str, str] = {}
    for number, tag in enumerate(tags):
        name = tag[2].upper()
        if tag[1]:
            if name in inside:
                del inside[inside.index(name) :]
            continue
        value = _value(tags, number)
        if not value and closed.get(name, -1) > tag.start():
            inside.append(name)
        else:
            found.setdefault("/".join([*inside, name]), value)
    return found


def _value(tags: list[re.Match[str]], number: int) -> str:
    """A value that is closed may run over lines; one left open ends with its line."""
    text = tags[number][3]
    following = tags[number + 1] if number + 1 < len(tags) else None
    is_closed = following is not None and following[1] and following[2] == tags[number][2]
    return tidy(unescape(text if is_closed else _LINE_END.split(text.lstrip("\r\n"), 1)[0]))
