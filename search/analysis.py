"""Words in, literal tokens out: the one analyser behind the index, the query and the highlights.

A query becomes an AND of OR-groups of literal tokens. Everything that is a matter of language
(accents, word endings, synonyms, spelling) is settled here, so that every engine answers the
same plain question and finds the same listings.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

#: Letters. Judgement: longer than any word in use; it bounds the size of the index.
LONGEST_TOKEN = 40
#: Judgement: nobody types more; it bounds the work of one search.
MOST_WORDS = 24
#: Judgement: how many words a misspelt one may be read as; more find what nobody meant.
MOST_SPELLINGS = 10

# A letter or digit, then more of them, marks that belong to letters, or an inner apostrophe.
_WORD = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0966-\u0eff]|['’](?=[^\W_]))*"
)
_ACCENT = re.compile("[\u0300-\u036f]")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
_VOWEL = re.compile("[aeiouy]")

_FILLERS = (
    "a about an and any are as at be by can do for from get have help i in is it me my near need "
    "of on or our some someone that the their to want we who with you your"
)
STOP_WORDS = frozenset(_FILLERS.split())


class Vocabulary(Protocol):
    """The words of the listings that are public now, as an engine knows them."""

    def family(self, stem: str) -> tuple[str, ...]:
        """Every word in a public listing that shares `stem`."""
        ...

    def nearest(self, word: str, distance: int) -> tuple[str, ...]:
        """Words in public listings exactly so far from `word`, the commonest first."""
        ...


@dataclass(frozen=True, slots=True)
class TokenGroup:
    """One word as typed, and the literal tokens of which a listing must hold at least one."""

    word: str
    tokens: tuple[str, ...]
    spelt_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysed:
    """A query text made plain. `name_key` equals a listing's key when its whole name was typed."""

    groups: tuple[TokenGroup, ...] = ()
    name_key: str = ""

    @property
    def corrections(self) -> tuple[TokenGroup, ...]:
        """The groups whose word is in no public listing and was read as another word."""
        return tuple(group for group in self.groups if group.spelt_as)

    @property
    def tokens(self) -> frozenset[str]:
        """Every token that may be marked in a text that is shown."""
        return frozenset(token for group in self.groups for token in group.tokens)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower case without accents or apostrophes; a possessive ending goes."""
    word = word.casefold()
    if not word.isascii():
        word = _ACCENT.sub("", unicodedata.normalize("NFKD", word)).translate(_STROKED)
    return word.replace("’", "'").removesuffix("'s").replace("'", "")[:LONGEST_TOKEN]


@lru_cache(maxsize=65_536)
def stem(token: str) -> str:
    """Take off the commonest English endings, so that "baths" and "bathing" meet "bath".

    Light on purpose: a short word keeps its letters, so "caring" never becomes "car".
    """
    if not token.isascii():
        return token
    if token.endswith("ies") and len(token) > 4:
        token = token[:-3] + "y"
    elif token.endswith(("sses", "shes", "ches", "xes")):
        token = token[:-2]
    elif token.endswith("s") and not token.endswith(("ss", "us", "is")) and len(token) > 3:
        token = token[:-1]
    for ending in ("ing", "ed"):
        root = token.removesuffix(ending)
        if root != token and len(root) >= 4 and _VOWEL.search(root):
            return _DOUBLED.sub(r"\1", root)
    return token[:-1] if token.endswith("e") and len(token) > 4 else token


def tokens(text: str) -> list[str]:
    """The tokens of a text in order, as an index keeps them."""
    return [fold(word) for word in _WORD.findall(text)]


def name_key(text: str) -> str:
    """What two names share when a reader would call them the same."""
    return " ".join(tokens(text))


def analyse(
    text: str,
    vocabulary: Vocabulary,
    *,
    synonyms: Mapping[str, Iterable[str]] | None = None,
    stop_words: frozenset[str] = STOP_WORDS,
) -> Analysed:
    """Read a typed text against the words of the public listings.

    `synonyms` goes from a stem to words that mean as much. A word is taken for a misspelling only
    when neither it nor a synonym occurs in a listing that is public now.
    """
    words = list(dict.fromkeys(tokens(text)))[:MOST_WORDS]
    telling = [word for word in words if word not in stop_words] or words
    groups = tuple(_group(word, vocabulary, synonyms or {}) for word in telling)
    return Analysed(groups, name_key(text))


def _group(word: str, vocabulary: Vocabulary, synonyms: Mapping[str, Iterable[str]]) -> TokenGroup:
    meanings = [word, *synonyms.get(stem(word), ())]
    known = _families(meanings, vocabulary)
    if known:
        return TokenGroup(word, known)
    spellings = _spellings(word, vocabulary)
    return TokenGroup(word, _families(spellings, vocabulary) or (word,), spellings)


def _families(words: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    stems = dict.fromkeys(stem(token) for word in words for token in tokens(word))
    found = (token for each in stems for token in vocabulary.family(each))
    return tuple(dict.fromkeys(found))


def _spellings(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The nearest words: one slip from three letters, two from six; never for figures."""
    allowed = 0 if len(word) < 3 or not word.isalpha() else 1 if len(word) < 6 else 2
    for distance in range(1, allowed + 1):
        near = vocabulary.nearest(word, distance)
        if near:
            return near[:MOST_SPELLINGS]
    return ()


def highlight(text: str, wanted: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the wanted words."""
    end = 0
    for match in _WORD.finditer(text):
        if fold(match.group()) in wanted:
            if match.start() > end:
                yield text[end : match.start()], False
            yield match.group(), True
            end = match.end()
    if end < len(text):
        yield text[end:], False
