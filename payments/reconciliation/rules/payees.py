"""Reading the names that banks and card schemes print."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from payments.reconciliation.rules.values import Strength

# Likeness, 0 to 100, from which a name is taken for the payee. Judgement: checked on made statements,
# where every match by rule is right (docs/measurements.md). Lower joins namesakes and breaks precision.
LIKE = 90
# Likeness from which a name is offered to a person. Judgement: one word of four may differ. Lower fills
# suggestions with strangers; higher leaves real payees as unknown.
WEAK = 75
# By definition: likeness of a name that was only cut, above LIKE, below an equal name (100), so that an equal one wins.
CUT = 95
# Letters that a cut-off name must still have. Judgement: shorter beginnings ("FERNSHIRE CO") are shared
# by many suppliers of one county.
LEAST_CUT_OFF = 12
# Words, and letters in all, of a name whose words were shortened. Judgement: one word, or initials, could
# be anybody.
LEAST_CUT_WORDS, LEAST_CUT_LETTERS = 2, 6
# Letters and figures of a reference. Judgement: shorter ones are dates, counts and branch numbers.
LEAST_REFERENCE = 4
_NOISE = re.compile(
    r"\b(?:POS|CARD PAYMENT TO|PAYMENT TO|DIRECT DEBIT|STANDING ORDER|REFUND(?: FROM)?|FPI|FPO|BGC|"
    r"LTD|LIMITED|PLC|LLP|CIC|CIO|UK|GB|THE|AND)\b"
)
_DATES = re.compile(r"\b\d{1,2}\s?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d{0,4}\b")
_NUMBERS = re.compile(r"\b[A-Z]{0,3}\d{4,}\b")
_OTHER = re.compile(r"[^A-Z0-9]+")
_TOKEN = re.compile(rf"[A-Z0-9]{{{LEAST_REFERENCE},}}")


# Entries kept by the caches below: the payees and names of a large council, some tens of megabytes.
@lru_cache(maxsize=50_000)
def payee_key(text: str) -> str:
    """A payee without what changes from payment to payment: case, dates, numbers, Ltd, Refund.

    A name that is nothing but such words keeps them.
    """
    upper = _OTHER.sub(" ", text.upper().replace("&", " AND ").replace("'", "")).strip()
    plain = _NUMBERS.sub(" ", _DATES.sub(" ", _NOISE.sub(" ", upper)))
    return " ".join(plain.split()) or upper


@lru_cache(maxsize=200_000)
def likeness(key: str, name_key: str) -> int:
    """How alike two payee keys are, 0 to 100. Cut-off words count: COMM CARS is Community Cars."""
    if not key or not name_key:
        return 0
    if key == name_key:
        return 100
    if _cut_off(key, name_key) or _cut_short(key.split(), name_key.split()):
        return CUT
    return int(fuzz.token_sort_ratio(key, name_key))


def _cut_off(key: str, full: str) -> bool:
    return len(key) >= LEAST_CUT_OFF and full.startswith(key)


def _cut_short(tokens: list[str], full: list[str]) -> bool:
    # Card schemes cut names at about 20 letters and shorten words, keeping their order.
    return (
        LEAST_CUT_WORDS <= len(tokens) == len(full)
        and sum(map(len, tokens)) >= LEAST_CUT_LETTERS
        and all(whole.startswith(token) for token, whole in zip(tokens, full, strict=True))
    )


def name_strength(payee: str, names: tuple[str, ...], aliases: frozenset[str]) -> Strength | None:
    """How surely a payee is one of these names; None when it is not."""
    key = payee_key(payee)
    if key in aliases:
        return Strength.SAME_NAME
    best = max((likeness(key, payee_key(name)) for name in names), default=0)
    if best == 100:
        return Strength.SAME_NAME
    if best >= LIKE:
        return Strength.LIKE_NAME
    return Strength.WEAK_NAME if best >= WEAK else None


@lru_cache(maxsize=50_000)
def reference_tokens(text: str) -> frozenset[str]:
    """Whole words of four or more letters and digits, with a digit, after joining over hyphens."""
    joined = re.sub(r"(?<=[A-Za-z0-9])[-/](?=[A-Za-z0-9])", "", text.upper())
    return frozenset(t for t in _TOKEN.findall(joined) if any(c.isdigit() for c in t))
