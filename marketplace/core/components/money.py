"""Money in pictures: a rail against a limit, its key, and bars of shares. The words and figures come first."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/rail.html")
def rail(used: int, total: int, held: int = 0, big: bool = False) -> dict[str, Any]:
    """Money against a limit. Over it, the limit is a post and what is over is red.

    Args:
        used: pence spent or planned.
        total: pence of the limit.
        held: pence promised and not yet taken.
        big: a higher rail, where it is the page's subject.
    """
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
    """A part as the per cent of the whole that an SVG attribute takes."""
    return f"{100 * part / whole:.4g}%"


@register.inclusion_tag("components/bars.html")
def bars(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Shares, largest first.

    Args:
        items: dicts of label, pence and outlined.
    """
    most = max((item["pence"] for item in items), default=0) or 1
    return {"items": [{**item, "width": _share(item["pence"], most)} for item in items]}


@register.inclusion_tag("components/key.html")
def key(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The words of a rail that has more than one part.

    Args:
        items: pairs of used, held or left, and the text.
    """
    kinds = {"used": "bar", "held": "bar-2", "left": "bar-3"}
    return {"items": [(kinds[kind], text) for kind, text in items]}
