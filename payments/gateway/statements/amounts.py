"""Reading an amount strictly: a number that could mean two things is refused, never guessed."""

import re
from decimal import Decimal

from marketplace.core.pence import MAX_PENCE

# ISO 4217 currencies whose smallest unit is not a hundredth.
DECIMALS = dict.fromkeys(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ],
    0,
) | dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)
SYMBOLS = {"£": {"GBP"}, "€": {"EUR"}, "¥": {"JPY", "CNY"}}
CREDIT_WORDS = {"CR", "C", "CREDIT", "CRDT", "IN"}
DEBIT_WORDS = {"DR", "D", "DEBIT", "DBIT", "OUT"}
LONGEST = 40
MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "'": ""})

_CURRENCY = re.compile(r"^[A-Z]{3}$")
_SHAPE = re.compile(
    r"^(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<symbol>[£€$¥])?\s*(?P<sign2>[+-])?\s*"
    r"(?P<number>[0-9.,]+?)\s*(?P<after>-)?\s*(?P<close>\))?(?:\s*,?\s*(?P<flag>[A-Za-z]+))?$"
)
_NUMBER = {
    ".": re.compile(r"^([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]+)?$"),
    ",": re.compile(r"^([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)?(,[0-9]*)?$"),
}


class AmountRefused(ValueError):
    """The text is not one certain amount. The message says why, for the refused row."""


def currency_code(text: str) -> str:
    """A three-letter currency code in capitals. Raises AmountRefused for anything else."""
    code = text.strip().upper()
    if not _CURRENCY.match(code):
        raise AmountRefused(f"“{text.strip()}” is not a three-letter currency code.")
    return code


def parse_amount(text: str, currency: str, *, decimal_mark: str = ".") -> int:
    """An amount in the currency's smallest unit, signed. Raises AmountRefused with a sentence.

    A minus, brackets or DR make it money out; CR makes it money in. Two signs that disagree,
    thousands marks in the wrong place, or more decimals than the currency has, are refused.
    """
    shown = text.strip()
    if not shown:
        raise AmountRefused("The amount is empty.")
    if len(shown) > LONGEST:
        raise AmountRefused(f"“{shown[:LONGEST]}…” is not an amount.")
    shape = _SHAPE.match(shown.translate(MINUS_SIGNS))
    if shape is None:
        raise AmountRefused(f"“{shown}” is not an amount.")
    _check_symbol(shown, shape["symbol"], currency)
    size = _size(shown, shape["number"], currency, decimal_mark)
    return _sign(shown, shape) * size


def show_amount(minor: int, currency: str) -> str:
    """An amount in its own currency, like 49.06 EUR, for sentences about files."""
    places = DECIMALS.get(currency, 2)
    return f"{Decimal(minor).scaleb(-places):,.{places}f} {currency}"


def flag_sign(text: str) -> int:
    """1 for money in, -1 for money out, from a bank's CR or DR column."""
    word = text.strip().upper()
    if word in CREDIT_WORDS:
        return 1
    if word in DEBIT_WORDS:
        return -1
    raise AmountRefused(f"“{text.strip()}” does not say whether money came in or went out.")


def _check_symbol(shown: str, symbol: str | None, currency: str) -> None:
    if symbol in SYMBOLS and currency not in SYMBOLS[symbol]:
        raise AmountRefused(f"“{shown}” is marked {symbol}, but the row is in {currency}.")


def _size(shown: str, number: str, currency: str, mark: str) -> int:
    if not _NUMBER[mark].match(number) or not any(c.isdigit() for c in number):
        hint = ""
        if mark == "." and _NUMBER[","].match(number):
            hint = " If the file writes pence after a comma, choose that in the columns."
        raise AmountRefused(f"“{shown}” is not an amount.{hint}")
    thousands = "," if mark == "." else "."
    whole, _, rest = number.replace(thousands, "").partition(mark)
    places = DECIMALS.get(currency, 2)
    if len(rest) > places:
        raise AmountRefused(f"“{shown}” has more decimals than {currency} has ({places}).")
    minor = int(Decimal(f"{whole or 0}.{rest or 0}").scaleb(places))
    if minor > MAX_PENCE:
        raise AmountRefused(f"“{shown}” is too large to be believed.")
    return minor


def _sign(shown: str, shape: re.Match[str]) -> int:
    if bool(shape["open"]) != bool(shape["close"]):
        raise AmountRefused(f"“{shown}” has one bracket without the other.")
    marks = [shape[name] for name in ("sign", "sign2", "after") if shape[name]]
    if len(marks) > 1 or (marks and shape["open"]):
        raise AmountRefused(f"“{shown}” has two signs.")
    marked = -1 if shape["open"] or marks == ["-"] else (1 if marks else 0)
    flagged = flag_sign(shape["flag"]) if shape["flag"] else 0
    if marked * flagged < 0:
        raise AmountRefused(f"“{shown}” has a sign and a flag that disagree.")
    return flagged or marked or 1
