"""Schedules: when somebody is free, and who comes in a week."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/availability.html")
def availability(
    caption: str, parts: Sequence[str], days: Sequence[tuple[str, Sequence[str]]]
) -> dict[str, Any]:
    """Free and busy by day and part of the day, with its word in every cell.

    Args:
        caption: whose times they are.
        parts: names of the parts of the day.
        days: pairs of a day and one of yes, some or no for each part.
    """
    shown = {"yes": "Free", "some": "Some", "no": "Full"}
    rows = [(day, [(state, shown[state]) for state in states]) for day, states in days]
    return {"caption": caption, "parts": [_hyphenated(part) for part in parts], "rows": rows}


def _hyphenated(part: str) -> str:
    """Long names of parts of the day may break on a phone, where they would be cut otherwise."""
    return part.replace("ning", "\u00adning").replace("rnoon", "r\u00adnoon")


@register.inclusion_tag("components/week.html")
def week(
    parts: Sequence[str], days: Sequence[tuple[str, Sequence[Sequence[Mapping[str, Any]]]]]
) -> dict[str, Any]:
    """Who comes when.

    Args:
        parts: names of the parts of the day.
        days: pairs of a day and a list of slots for each part; a slot is a dict of title, detail and natural.
    """
    rows = [(day, list(zip(parts, cells, strict=True))) for day, cells in days]
    return {"parts": parts, "rows": rows}
