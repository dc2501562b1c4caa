"""A payee as staff have confirmed it and as repeats are compared: the bank's words that do not change."""

import re
from functools import lru_cache

_NOISE = re.compile(
    r"\b(?:POS|CARD PAYMENT TO|PAYMENT TO|DIRECT DEBIT|STANDING ORDER|REFUND(?: FROM)?|FPI|FPO|BGC|"
    r"LTD|LIMITED|PLC|LLP|CIC|CIO|UK|GB|THE|AND)\b"
)
_DATES = re.compile(r"\b\d{1,2}\s?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d{0,4}\b")
_NUMBERS = re.compile(r"\b[A-Z]{0,3}\d{4,}\b")
_OTHER = re.compile(r"[^A-Z0-9]+")


# Entries kept by the caches below: the payees and names of a large council, some tens of megabytes.
@lru_cache(maxsize=50_000)
def payee_key(text: str) -> str:
    """A payee without what changes from payment to payment: case, dates, numbers, Ltd, Refund.

    A name that is nothing but such words keeps them.
    """
    upper = _OTHER.sub(" ", text.upper().replace("&", " AND ").replace("'", "")).strip()
    plain = _NUMBERS.sub(" ", _DATES.sub(" ", _NOISE.sub(" ", upper)))
    return " ".join(plain.split()) or upper
