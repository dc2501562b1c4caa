"""Money is whole pence. The only rounding, splitting, reading and writing of it.

Decimal appears only where a file or a person hands one in; floats are refused.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

_POUNDS = re.compile(r"^£?\s*(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?$")
MAX_PENCE = 10**13
LONGEST = 40


def round_pence(amount: Decimal | Fraction | int) -> int:
    """A number of pence, halves away from zero, as a whole number. Floats raise TypeError."""
    if isinstance(amount, float):
        raise TypeError("Money is never a float: pass whole pence, a Decimal or a Fraction.")
    if isinstance(amount, Fraction):
        whole, rest = divmod(abs(amount.numerator), amount.denominator)
        rounded = whole + (1 if rest * 2 >= amount.denominator else 0)
        return rounded if amount >= 0 else -rounded
    return int(Decimal(amount).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split_pence(total: int, weights: Sequence[int]) -> list[int]:
    """Share total pence by weights so that the parts sum exactly: largest remainder, ties to the first.

    Raises ValueError when there are no weights, one is negative, or all are zero.
    """
    if not weights or min(weights) < 0 or sum(weights) == 0:
        raise ValueError("Give at least one weight above zero, and none below it.")
    sign, size, whole = (-1 if total < 0 else 1), abs(total), sum(weights)
    parts = [size * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % whole), i))
    for i in by_remainder[: size - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def parse_pounds(text: str) -> int:
    """Pence from what a person typed, like 16.50, £1,204 or 3. Raises ValueError with a sentence."""
    cleaned = text.strip()
    if len(cleaned) > LONGEST or not _POUNDS.match(cleaned):
        raise ValueError("Enter an amount in pounds and pence, like 16.50.")
    try:
        pence = round_pence(Decimal(cleaned.lstrip("£").strip().replace(",", "")) * 100)
    except InvalidOperation as error:
        raise ValueError("Enter an amount in pounds and pence, like 16.50.") from error
    if pence > MAX_PENCE:
        raise ValueError("This amount is too large. Enter a smaller amount, like 16.50.")
    return pence


def format_pounds(pence: int) -> str:
    """Pence as people read them: £1,234.50, with a true minus sign below zero."""
    sign = "−" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"
