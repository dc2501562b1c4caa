"""Progress: steps in their order, and a list of tasks to do in any order."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/steps.html")
def steps(
    items: Sequence[Mapping[str, Any]], plain: bool = False, across: bool = False
) -> dict[str, Any]:
    """An order that matters, or what has happened.

    Args:
        items: dicts of title, detail and url.
        plain: without numbers, for what has happened.
        across: side by side where there is room.
    """
    return {"items": items, "plain": plain, "across": across}


@register.inclusion_tag("components/tasks.html")
def tasks(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A list to do in any order.

    Args:
        items: dicts of label, url, status and tone (as for ``tag``); with an ``action`` the link says
            it, beside the label.
    """
    return {"items": items}
