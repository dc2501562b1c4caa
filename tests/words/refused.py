"""The refused words of docs/words.md, everywhere and on the pages where another word is right."""

import re
from collections.abc import Iterable

from tests.words.visible import Seen

EVERYWHERE = re.compile(
    r"\bstands?\b|\bpapers\b|nought|sign-in|will do it|what may do|quite|all right|promised|\bring\b"
    r"|reach (?:them|you)|verdict|judge|the same again|slip in|guessers|arrive whole|given, not"
    r"|have moved|(?-i:\bLike )|\.\.",
    re.IGNORECASE,
)
#: A part of the path: what is refused there besides.
BY_PLACE = {
    "listings/": re.compile(r"\bfree\b", re.IGNORECASE),
    "search/": re.compile(r"\bfree\b", re.IGNORECASE),
    "cards/": re.compile(r"exception|\blines?\b|\bimports?\b", re.IGNORECASE),
    "reconciliation/": re.compile(r"exception|\blines?\b|\bimports?\b", re.IGNORECASE),
    "gateway/": re.compile(r"exception|\blines?\b|\bimports?\b", re.IGNORECASE),
    "templates/": re.compile(r"my organisation", re.IGNORECASE),
}


def refused(texts: Iterable[Seen]) -> list[str]:
    """File, line and word of everything that docs/words.md refuses."""
    found = []
    for seen in texts:
        patterns = [EVERYWHERE, *(p for place, p in BY_PLACE.items() if place in seen.file)]
        found += [
            f"{seen.file}:{seen.line}: “{hit[0]}” in “{seen.text}”: docs/words.md has another word"
            for pattern in patterns
            for hit in pattern.finditer(seen.text)
        ]
    return found
