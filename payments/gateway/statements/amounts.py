"""Reading an amount strictly: a number that could mean two things is refused, never guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.errors import problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.pence import MAX_PENCE
from payments.gateway.errors import RowRefused
from payments.gateway.statements.text import LONGEST_SHOWN, shown

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
DEBIT_WORDS = {"DR", "DB", "D", "DEBIT", "DBIT", "OUT"}
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


class DecimalMark(LabelledEnum):
    """How a file writes pence."""

    POINT = ".", "With a point, like 16.50"
    COMMA = ",", "With a comma, like 16,50"


def currency_code(text: str) -> str:
    """A three-letter currency code in capitals. Raises RowRefused for anything else."""
    code = text.strip().upper()
    if not _CURRENCY.match(code):
        raise RowRefused(problem("statement_currency_not_a_code", shown=shown(text)))
    return code


def parse_amount(text: str, currency: str, *, decimal_mark: str = ".") -> int:
    """An amount in the currency's smallest unit, signed. Raises RowRefused with what is doubtful.

    A minus, brackets or DR make it money out; CR makes it money in. Two signs that disagree,
    thousands marks in the wrong place, or more decimals than the currency has, are refused.
    """
    written = parse_written(text, currency, decimal_mark=decimal_mark)
    return (written.flag or written.sign or 1) * written.size


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """An amount and the marks that stand by it: 1, -1, or 0 where there is none."""

    size: int
    sign: int
    flag: int


def parse_written(text: str, currency: str, *, decimal_mark: str = ".") -> WrittenAmount:
    """As `parse_amount`, with the sign and the CR or DR apart from the size."""
    written = text.strip()
    if not written:
        raise RowRefused(problem("statement_amount_empty"))
    shape = _SHAPE.match(written.translate(MINUS_SIGNS)) if len(written) <= LONGEST_SHOWN else None
    if shape is None:
        raise RowRefused(problem("statement_amount_unclear", shown=shown(written)))
    _check_symbol(written, shape["symbol"], currency)
    size = _size(written, shape["number"], currency, decimal_mark)
    return WrittenAmount(size, *_signs(written, shape))


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
    raise RowRefused(problem("statement_flag_unclear", shown=shown(text)))


def _check_symbol(written: str, symbol: str | None, currency: str) -> None:
    if symbol in SYMBOLS and currency not in SYMBOLS[symbol]:
        raise RowRefused(
            problem("statement_amount_symbol", shown=written, symbol=symbol, currency=currency)
        )


def _size(written: str, number: str, currency: str, mark: str) -> int:
    if not _NUMBER[mark].match(number) or not any(c.isdigit() for c in number):
        other = mark == DecimalMark.POINT and _NUMBER[DecimalMark.COMMA].match(number)
        raise RowRefused(
            problem(
                "statement_amount_comma_pence" if other else "statement_amount_unclear",
                shown=written,
            )
        )
    thousands = "," if mark == DecimalMark.POINT else "."
    whole, _, rest = number.replace(thousands, "").partition(mark)
    places = DECIMALS.get(currency, 2)
    if len(rest) > places:
        raise RowRefused(
            problem("statement_amount_decimals", shown=written, currency=currency, places=places)
        )
    minor = int(Decimal(f"{whole or 0}.{rest or 0}").scaleb(places))
    if minor > MAX_PENCE:
        raise RowRefused(problem("statement_amount_too_large", shown=written))
    return minor


def _signs(written: str, shape: re.Match[str]) -> tuple[int, int]:
    if bool(shape["open"]) != bool(shape["close"]):
        raise RowRefused(problem("statement_amount_bracket", shown=written))
    marks = [shape[name] for name in ("sign", "sign2", "after") if shape[name]]
    if len(marks) > 1 or (marks and shape["open"]):
        raise RowRefused(problem("statement_amount_two_signs", shown=written))
    marked = -1 if shape["open"] or marks == ["-"] else (1 if marks else 0)
    flagged = flag_sign(shape["flag"]) if shape["flag"] else 0
    if marked * flagged < 0:
        raise RowRefused(problem("statement_amount_signs_disagree", shown=written))
    return marked, flagged
