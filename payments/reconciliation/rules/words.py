"""Reading what a bank wrote beside a payment: its words, its numbers, and what kind of line it says it is.

Nothing is thrown away before a name is looked for: a bank's own words cost a name nothing, because a name
is known by how much of it stands in the line (`names`).
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

# Letters and figures of a reference. Judgement: shorter ones are dates, counts and branch numbers.
LEAST_REFERENCE = 4


class Said(StrEnum):
    """What a line says of itself, beside the name."""

    FEE = "fee"
    INTEREST = "interest"
    TRANSFER = "transfer"
    CASH = "cash"
    REFUND = "refund"
    REVERSAL = "reversal"
    CREDIT_NOTE = "credit_note"
    PART = "part"
    MILES = "miles"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Words:
    """A line's text, read once.

    ``tokens`` are its words in order, ``squeezed`` all letters and figures without spaces, ``accounts`` sort
    code and account number as fourteen figures (eight where there is no sort code), ``references`` words with a figure, also joined over hyphens.
    """

    tokens: tuple[str, ...]
    squeezed: str
    accounts: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    said: frozenset[Said] = frozenset()


_SAID: tuple[tuple[Said, re.Pattern[str]], ...] = tuple(
    (said, re.compile(pattern))
    for said, pattern in (
        (
            Said.FEE,
            r"\b(?:CHG|CHGS|(?:ACCOUNT|SERVICE|MONTHLY|ATM|CARD|ANNUAL|BANK|ADMIN|REPLACEMENT|UNPAID|OVERDRAFT"
            r"|TRANSACTION|MAINTENANCE|PROGRAMME|STATEMENT|WITHDRAWAL|USAGE|DORMANCY)"
            r"(?: \w+)? (?:FEE|FEES|CHARGE|CHARGES)|(?:FEE|CHARGES?) (?:FOR|TO)\b|FEE$|CHARGES?$|^FEE\b|^CHARGES?\b)",
        ),
        (Said.INTEREST, r"\b(?:INT|INTEREST)\b"),
        (
            Said.TRANSFER,
            r"\b(?:TFR|TRF|XFER|TRANSFER|INTERNAL|OWN|SAVINGS|SAVER|CONTINGENCY|POT|A C \d{8})\b",
        ),
        (
            Said.CASH,
            r"\b(?:CPT|ATM|CASH|CASHPOINT|CASHBACK|LINK|LNK|NOTEMACHINE|CARDTRONICS|WITHDRAWAL)\b",
        ),
        (Said.REFUND, r"\b(?:REFUND\w*|REFD|RFND|REFND|CREDIT VOUCHER|REIMB\w*)\b"),
        (
            Said.REVERSAL,
            r"\b(?:REVERSAL|REVERSED|REVERSE|REV|RVSL|RETURNED|UNPAID|BOUNCED|RECALLED)\b",
        ),
        (
            Said.CREDIT_NOTE,
            r"\b(?:LESS|CREDIT NOTE|CR NOTE|CN ?\d+|CRN ?\d*|NET OF|MINUS|AFTER CREDIT)\b",
        ),
        (
            Said.HOLIDAY,
            r"\b(?:HOLIDAY|HOLIDAYS|HOL|HOLS|XMAS|CHRISTMAS|EASTER|BANK HOL|EARLY|ADVANCE)\b",
        ),
        (
            Said.PART,
            r"\b(?:DEPOSIT|DEP|BALANCE|BAL|INSTALMENT|PART|PART PAYMENT|PT PAYMENT|HALF|REST|REMAINDER|FINAL PAYMENT)\b",
        ),
        (Said.MILES, r"\b(?:MILES|MILEAGE|MILE|PETROL|FUEL|TRAVEL)\b"),
    )
)
_ACCOUNT = re.compile(
    r"(?<!\d)(\d{2})[- ]?(\d{2})[- ]?(\d{2})[ /,-]*(?:A/C|AC|ACC|ACCOUNT)?[ .:/-]*(\d{8})(?!\d)"
)
_ACCOUNT_ALONE = re.compile(r"\b(?:A/C|ACC|ACCOUNT)(?: NO)?[ .:/-]*(\d{8})(?!\d)")
_DATE = re.compile(
    r"[A-Z]{0,3}\d{1,2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:\d{2}|\d{4})?|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:20)?\d\d"
)
_ACCOUNT_FIRST = re.compile(
    r"(?<!\d)(\d{8})(?!\d)[ /,-]*(?:S/C|SC|SORT CODE|SORT)[ .:/-]*(\d{2})[- ]?(\d{2})[- ]?(\d{2})(?!\d)"
)
_JOINED = re.compile(r"(?<=[A-Z0-9])[-/](?=[A-Z0-9])")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_OTHER = re.compile(r"[^A-Z0-9]+")
_BEFORE_FIGURES = re.compile(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])")


def plain(text: str) -> str:
    """Upper case, without accents and apostrophes; & is AND."""
    upper = unicodedata.normalize(
        "NFKD", text.upper().translate(_APOSTROPHES).replace("&", " AND ")
    )
    return "".join(each for each in upper if not unicodedata.combining(each))


# Entries kept: the texts of a large council's last months, some hundred megabytes at the most.
@lru_cache(maxsize=100_000)
def words_of(text: str) -> Words:
    """A line's text as the matcher reads it."""
    upper = plain(text)
    spaced = _OTHER.sub(" ", upper).strip()
    return Words(
        tokens=tuple(_tokens(spaced)),
        squeezed=spaced.replace(" ", ""),
        accounts=_accounts_in(upper),
        references=references_in(upper),
        said=frozenset(said for said, pattern in _SAID if pattern.search(spaced)),
    )


def _accounts_in(upper: str) -> frozenset[str]:
    """Sort code and account number, in either order, as fourteen figures; an account number alone as eight."""
    found = {"".join(parts) for parts in _ACCOUNT.findall(upper)}
    turned = {"".join(code) + number for number, *code in _ACCOUNT_FIRST.findall(upper)}
    return frozenset(found | turned or _ACCOUNT_ALONE.findall(upper))


def _tokens(spaced: str) -> Iterable[str]:
    """Words; where figures are glued to letters ("CARE14JAN"), the letters too."""
    for token in spaced.split():
        if token.isalpha() or token.isdigit():
            yield token
        else:
            yield from _BEFORE_FIGURES.split(token)


def references_in(text: str) -> frozenset[str]:
    """Words of four or more letters and figures, with a figure: each alone, and joined over hyphens
    or spaces to the next, because people and banks part references where they like."""
    parts = _OTHER.sub(" ", text.upper()).split()
    joined = _OTHER.sub(" ", _JOINED.sub("", text.upper())).split()
    found = {*parts, *joined, *(a + b for a, b in itertools.pairwise(parts))}
    return frozenset(
        each for each in found if len(each) >= LEAST_REFERENCE and any(c.isdigit() for c in each)
    )


_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DAY_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}}) ?({'|'.join(_MONTHS)})(?![A-Z])")
_DAY_IN_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](?:20)?\d\d)?(?!\d)")
# Days from a purchase to its booking. Judgement: four, over a long weekend a week, and one more for a slow shop.
BOOKED_WITHIN = 8


def purchase_day(text: str, booked: date) -> date:
    """The day of the purchase where the bank writes one beside the day of booking; else that."""
    return told_day(text, booked) or booked


@lru_cache(maxsize=100_000)
def told_day(text: str, booked: date) -> date | None:
    """The day of the purchase where the bank writes one beside the day of booking."""
    upper = text.upper()
    days = [(int(d), _MONTHS.index(m) + 1) for d, m in _DAY_IN_WORDS.findall(upper)]
    days += [(int(d), int(m)) for d, m in _DAY_IN_FIGURES.findall(upper)]
    found = [
        day
        for number, month in days
        for year in (booked.year, booked.year - 1)
        if (day := _day(year, month, number)) and 0 <= (booked - day).days <= BOOKED_WITHIN
    ]
    return min(found, default=None)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def numbers_in(text: str) -> frozenset[str]:
    """Words with a figure that stand alone and are no date: mandates, customer and invoice numbers."""
    joined = _OTHER.sub(" ", _JOINED.sub("", plain(text))).split()
    return frozenset(
        each for each in joined if any(c.isdigit() for c in each) and not _DATE.fullmatch(each)
    )


def reference_key(reference: str) -> str:
    """A reference as it is compared: letters and figures only."""
    return _OTHER.sub("", reference.upper())
