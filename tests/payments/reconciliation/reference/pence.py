"""Rounding and splitting of whole pence."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor


def rounded(exact: Fraction) -> int:
    """Whole pence, halves away from zero."""
    whole = floor(abs(exact) + Fraction(1, 2))
    return whole if exact >= 0 else -whole


def split(pence: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Pence by fund in proportion to the weights; odd pennies to the largest remainders, then the lowest fund."""
    total = sum(weights.values())
    exact = {fund: Fraction(pence * weight, total) for fund, weight in weights.items() if weight}
    parts = {fund: floor(part) for fund, part in exact.items()}
    by_remainder = sorted(exact, key=lambda fund: (parts[fund] - exact[fund], fund))
    for fund in by_remainder[: pence - sum(parts.values())]:
        parts[fund] += 1
    return {fund: part for fund, part in parts.items() if part}
