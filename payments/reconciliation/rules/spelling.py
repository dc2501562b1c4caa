"""How a name stands in a line: whole, cut, with its words joined, misspelt, or an initial for the first.

Banks put their own words before a name and after it, cut it, join its words and misspell it. So a name is
looked for in the line, never the line in the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from rapidfuzz.distance import OSA

from payments.reconciliation.rules.words import Words, plain, words_of

# Share of a name's weight, in hundredths, from which it is the name. Judgement: all of it, but for a
# misspelt letter or a lost "Ltd".
SAME = 92


# What a word counts that is cut short, misspelt, or an initial. Judgement: sure enough beside whole words,
# too weak to carry a name alone.
CUT_WORD, MISSPELT, INITIAL = 0.9, 0.86, 0.8


# Letters that a cut word must still have. Judgement: two letters begin a hundred words.
LEAST_CUT = 3


# Letters of a word from which one slip, and two slips, are forgiven. Judgement: "CARE" and "CORE" are two words.
ONE_SLIP, TWO_SLIPS = 5, 9


# Letters of a whole name that may stand anywhere in a line without spaces around it. Judgement: shorter ones
# stand inside other words.
LEAST_JOINED = 6


# Letters of a word that may be a whole name without its spaces. Judgement: two words of a name.
LEAST_ONE_WORD = 10


# Letters of the beginning of a name that was cut at a fixed width. Judgement: a few short words, or one long.
LEAST_BEGINNING = 10


# Letters of a place that is glued to a name. Judgement: fewer are the end of a longer surname.
LEAST_PLACE = 5


#: Words that say what a firm is in law, or nothing: they are no part of a name.
EMPTY_WORDS = frozenset(
    "LTD LIMITED PLC LLP CIC CIO CLG THE OF FOR CO COMPANY UK GB T/A TA TRADING AS INC WWW COM ORG COUK".split()
)


#: What banks write after a name, beside places.
BANK_WORDS = frozenset(
    "REF REFERENCE ON MANDATE NO VIA STO SO DD DDR FP FPO FPI BGC BP CR DR DEB A AC ACC CD CARD GB GBR UK BILL INV "
    "INVOICE JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC WK WEEK LTD LIMITED LIMI CIC REFUND CREDIT".split()
)


#: What a payer writes who names nobody, and collectors that may stand there without a payee.
PAYER_WORDS = frozenset(
    "WAGES WAGE PAY PAID PA HOURS HRS SALARY CARE MUM MUMS DAD DADS THANKS THANK YOU MONTH WEEK WEEKS WEEKLY DIRECT "
    "PAYMENT PAYMENTS FASTER ONLINE MOBILE TRANSACTION TRANSFER TO FROM SUPPORT HELP REGULAR STANDING ORDER INTERNET "
    "BANKING SENT FOR THE MY WE OF END SESSIONS SESSION CARER TFR LATE SORRY DEBIT VISA PURCHASE CONTACTLESS CLP VIS "
    "POS STRIPE SQ SUMUP ZETTLE PAYPAL WORLDPAY GOCARDLESS GC RE KLARNA".split()
)
#: What stands before a person's name.
TITLES = frozenset("MR MRS MISS MS MX DR REV".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A payee's name: its words, without those that say nothing."""

    tokens: tuple[str, ...]
    squeezed: str


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """How much of a name stands in a line: hundredths of its weight, and the letters of the line that it
    explains. ``is_cut`` says that the line has the name's beginning and no more."""

    coverage: int
    letters: int
    is_cut: bool = False


NOTHING = NameEvidence(0, 0)


@lru_cache(maxsize=100_000)
def name_of(text: str) -> Name:
    """A name as it is looked for. One that is nothing but empty words keeps them."""
    tokens = plain(text).replace("*", " ").replace(".", " ")
    kept = [each for each in words_of(tokens).tokens if each not in EMPTY_WORDS | TITLES]
    kept = kept or list(words_of(tokens).tokens)
    return Name(tuple(kept), "".join(kept))


def evidence_of(
    name: Name, words: Words, weights: Sequence[float], *, loosely: bool = False
) -> NameEvidence:
    """How much of a name stands in a line, its words weighing as given; ``loosely`` within longer words too."""
    total = sum(weights)
    if not total:
        return NOTHING
    is_joined = len(name.squeezed) >= LEAST_JOINED and _stands_whole(name, words)
    if is_joined and (loosely or not _is_in_longer_words(name, words)):
        return NameEvidence(100, len(name.squeezed))
    begun = max(_joined(name, words), _begun(name, words))
    letters = (begun * len(name.squeezed) + 99) // 100
    joined = NameEvidence(begun, letters, is_cut=0 < begun < SAME)
    best = [_best(token, place, name, words) for place, token in enumerate(name.tokens)]
    found = [value for value, _, _ in best]
    explained = sum(w * f for w, f in zip(weights, found, strict=True))
    if _stands_on_initials(name, found):
        return joined
    coverage = int(100 * explained / total)
    is_cut = coverage < SAME and _is_beginning(name, found, words)
    in_words = NameEvidence(coverage, _longest_run(best), is_cut)
    return max((joined, in_words), key=lambda each: (each.letters, each.coverage))


def begins_with_what_stands(names: Sequence[str], words: Words, other: Sequence[str]) -> bool:
    """Whether a line has one of the first names whole, and one of the others goes on from there: it may be that
    one, cut by the bank."""
    shown = {name_of(each).squeezed for each in names}
    shown = {each for each in shown if each in words.squeezed}
    longer = {name_of(each).squeezed for each in other} - shown
    return any(each.startswith(mine) for each in longer for mine in shown)


def stands_in_order(name: str, words: Words) -> bool:
    """Whether a line has all words of a name, whole and one after another."""
    tokens = name_of(name).tokens
    return any(words.tokens[at : at + len(tokens)] == tokens for at in range(len(words.tokens)))


def _is_in_longer_words(name: Name, words: Words) -> bool:
    """Whether a name of two words, as people have, stands in a line only as part of longer ones: "Ann Obi" is in
    "ANNOBI", and is somebody else in "JOANN OBI" and "ANN OBIEKWE"."""
    if len(name.tokens) != 2:
        return False
    (first, last), edges = name.tokens, {0, *_ends_of(words.tokens)}
    start = words.squeezed.find(name.squeezed)
    while start >= 0:
        end = start + len(name.squeezed)
        in_first = edges.intersection(range(start, start + len(first) + 1))
        in_last = edges.intersection(range(end - len(last), end + 1))
        if in_first != {start + len(first)} and in_last != {end - len(last)}:
            return False
        start = words.squeezed.find(name.squeezed, start + 1)
    return True


def _stands_whole(name: Name, words: Words) -> bool:
    """Whether a line has all letters of a name one after another, and then a word ends; or from where a word
    begins, with a place glued to it."""
    start = words.squeezed.find(name.squeezed)
    if start < 0:
        return False
    end, ends = start + len(name.squeezed), [0, *_ends_of(words.tokens)]
    if end in ends:
        return True
    rest = min(each for each in ends if each > end) - end
    return start in ends and len(name.squeezed) >= LEAST_BEGINNING and rest >= LEAST_PLACE


def _begun(name: Name, words: Words) -> int:
    """Hundredths of a name, letter by letter, that a line has from its beginning and that stop within a
    word: where the bank cut it."""
    start = words.squeezed.find(name.squeezed[:LEAST_BEGINNING])
    if start < 0 or len(name.squeezed) <= LEAST_BEGINNING:
        return 0
    text, length = words.squeezed[start:], LEAST_BEGINNING
    while length < min(len(text), len(name.squeezed)) and text[length] == name.squeezed[length]:
        length += 1
    ends = _ends(words)
    whole = sum(1 for end in _ends_of(name.tokens) if end <= length)
    is_in_word = length not in _ends_of(name.tokens)
    return (
        100 * length // len(name.squeezed) if start + length in ends and is_in_word and whole else 0
    )


def _ends(words: Words) -> set[int]:
    return set(_ends_of(words.tokens))


def _ends_of(tokens: tuple[str, ...]) -> list[int]:
    """Where each word ends in all of them written as one."""
    return list(accumulate(len(token) for token in tokens))


def _joined(name: Name, words: Words) -> int:
    """Hundredths of a name that a line writes as one long word, perhaps cut and with a slip."""
    best = 0
    for word in words.tokens:
        text = next((word[len(each) :] for each in ("WWW",) if word.startswith(each)), word)
        if len(text) < LEAST_ONE_WORD or len(name.tokens) < 2:
            continue
        part = name.squeezed[: len(text)]
        slips = OSA.distance(part, text, score_cutoff=2)
        if slips <= (1 if len(text) < 2 * LEAST_ONE_WORD else 2):
            best = max(best, 100 * len(part) // len(name.squeezed) - slips)
    return best


#: How far a word of a name stands in a line, in how many letters, and where.
_Found = tuple[float, int, int]


_NOWHERE: _Found = (0.0, 0, -1)


def _best(token: str, place: int, name: Name, words: Words) -> _Found:
    """1 for a whole word, less where it is cut, misspelt, an initial; nothing is nowhere."""
    if token in words.tokens:
        return 1.0, len(token), words.tokens.index(token)
    alike = (
        (_alike(token, place, name, word, before == name.tokens[0]), len(word), where)
        for where, (before, word) in enumerate(pairwise(("", *words.tokens)))
    )
    return max(alike, default=_NOWHERE) if words.tokens else _NOWHERE


def _longest_run(found: list[_Found]) -> int:
    """Letters of the longest run of words that stand together in name and line."""
    best = run = 0
    before = -2
    for value, letters, where in found:
        run = (run if where == before + 1 else 0) + letters if value else 0
        before = where if value else -2
        best = max(best, run)
    return best


def _alike(token: str, place: int, name: Name, word: str, follows_first: bool) -> float:
    if word.isdigit() or not word:
        return 0.0
    if len(word) >= LEAST_CUT and len(word) < len(token) and token.startswith(word):
        return CUT_WORD if len(word) * 2 >= len(token) else CUT_WORD * 0.8
    if len(word) < LEAST_CUT and place == 0 and 2 <= len(name.tokens) <= 3:
        is_word = word in BANK_WORDS | PAYER_WORDS
        return INITIAL if token.startswith(word) and not (len(word) > 1 and is_word) else 0.0
    if len(word) == 1 and place == 1 and len(name.tokens) == 2:
        return INITIAL if token[0] == word and follows_first else 0.0
    slips = 2 if len(token) >= TWO_SLIPS else 1 if len(token) >= ONE_SLIP else 0
    if slips and abs(len(word) - len(token)) <= slips:
        distance = OSA.distance(token, word, score_cutoff=slips)
        return MISSPELT if distance <= slips else 0.0
    return 0.0


def _stands_on_initials(name: Name, found: list[float]) -> bool:
    """Whether no word of more than one letter carries the name."""
    return not any(
        value > 0 and len(t) > 1 and value != INITIAL
        for t, value in zip(name.tokens, found, strict=True)
    )


def _is_beginning(name: Name, found: list[float], words: Words) -> bool:
    """Whether the line has the first words of a name and then stops: at a cut word, or where the bank's own
    words go on. Another word there may make it another payee's name."""
    run = 0
    for value in found:
        if value < MISSPELT - 0.15:
            break
        run += 1
    letters = sum(len(token) for token in name.tokens[:run])
    if not run or letters < LEAST_BEGINNING or any(found[run:]):
        return False
    last = name.tokens[run - 1]
    if last not in words.tokens:
        return True
    after = [
        each for each in words.tokens[words.tokens.index(last) + 1 :] if each not in EMPTY_WORDS
    ]
    return not after or _goes_on_from(after, name.tokens[run:])


def _goes_on_from(after: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether what stands after the first words of a name is no other name: the first letters of its next word, an
    initial of the payer, a number, a reference that begins with letters, the bank's own words."""
    first, second = after[0], after[1] if len(after) > 1 else ""
    is_cut_here = bool(rest) and rest[0].startswith(first)
    is_reference = len(first) <= LEAST_CUT and second.isdigit()
    return first.isdigit() or first in BANK_WORDS or is_cut_here or is_reference or len(first) == 1
