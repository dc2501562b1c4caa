"""Rows for a spreadsheet, in which no cell can be taken for a formula."""

from collections.abc import Iterable

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """A cell as text; one that a spreadsheet would run gets an apostrophe before it."""
    text = str(value)
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not is_number else text


def safe_row(values: Iterable[object]) -> list[str]:
    return [safe_cell(value) for value in values]
