"""Navigation: crumbs, the way back, tabs, and the other pages of a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context

register = template.Library()


@register.inclusion_tag("components/tabs.html")
def tabs(label: str, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Links to sibling pages.

    Args:
        label: what they are parts of, for screen readers.
        items: dicts of label, url, current and count (None to leave it out).
    """
    return {"label": label, "items": items}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Where a staff page is.

    Args:
        parts: label, url, label, url, …, and last this page's own label.
    """
    pairs = list(zip(parts[0:-1:2], parts[1::2], strict=True))
    return {"links": pairs, "here": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("components/back.html")
def back(url: str, label: str = "Back") -> dict[str, Any]:
    """The way back from a question page or a public page.

    Args:
        url: where it leads.
        label: in words.
    """
    return {"url": url, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, label: str = "Pages of results") -> dict[str, Any]:
    """Links to the other pages of a list; they keep the address's query and change ``page``.

    Args:
        page: a ``Page`` of Django's paginator.
        label: pages of what, for screen readers.
    """
    return {
        "page": page,
        "label": label,
        "query": context["request"].GET if "request" in context else QueryDict(),
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
    }
