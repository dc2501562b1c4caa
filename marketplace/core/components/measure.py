"""Money, time and deciding: rails, bars, free and busy, the week, a verdict."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.draw import draw

register = template.Library()


@register.inclusion_tag("components/rail.html")
def rail(used: int, total: int, held: int = 0, big: bool = False) -> dict[str, Any]:
    """Money against a limit. Over it, the limit is a post and what is over is red."""
    full = max(total, used + held, 1)
    inside = min(used, total) if used + held > total else used
    return {
        "used": _share(inside, full),
        "held": _share(min(held, max(total - inside, 0)), full),
        "over": _share(max(used + held - total, 0), full),
        "limit": _share(total, full),
        "big": big,
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.4g}%"


@register.inclusion_tag("components/bars.html")
def bars(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Shares, largest first: dicts of label, pence and outlined."""
    most = max((item["pence"] for item in items), default=0) or 1
    return {"items": [{**item, "width": _share(item["pence"], most)} for item in items]}


@register.inclusion_tag("components/key.html")
def key(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The words of a rail: pairs of kind (used, held, left) and text."""
    kinds = {"used": "bar", "held": "bar-2", "left": "bar-3"}
    return {"items": [(kinds[kind], text) for kind, text in items]}


@register.inclusion_tag("components/free_table.html")
def free_table(
    caption: str, parts: Sequence[str], days: Sequence[tuple[str, Sequence[str]]]
) -> dict[str, Any]:
    """Free and busy: ``days`` pairs a day with one of "yes", "some" or "no" for each part."""
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
    """Who comes when: each day has a list of slots for each part; slots of title, detail, natural."""
    rows = [(day, list(zip(parts, cells, strict=True))) for day, cells in days]
    return {"parts": parts, "rows": rows}


@register.simple_block_tag
def judge(content: str, title: str, level: int = 3) -> SafeString:
    """A question with evidence beside it; the verdict's fieldset follows ``{% verdict %}``."""
    evidence, _, verdict_ = content.partition(VERDICT)
    return draw(
        "judge",
        title=title,
        level=level,
        evidence=mark_safe(evidence),  # noqa: S308 - both halves are already rendered
        verdict=mark_safe(verdict_),  # noqa: S308
    )


VERDICT = "<!-- verdict -->"


@register.simple_tag
def verdict() -> SafeString:
    """Parts a ``judge`` in two: evidence before it, the verdict after it."""
    return mark_safe(VERDICT)  # noqa: S308


@register.simple_block_tag
def decide(content: str, lead: str, detail: str = "", still: bool = False) -> SafeString:
    """The bar that says what can be done now and why; the body holds the buttons."""
    return draw("decide", content=content, lead=lead, detail=detail, still=still)
