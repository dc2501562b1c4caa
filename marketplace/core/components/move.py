"""Moving about and finding: crumbs, tabs, pages, steps, tasks, chips, filters, an offer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.draw import draw

register = template.Library()


@register.inclusion_tag("components/tabs.html")
def tabs(label: str, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Links to sibling pages: dicts of label, url, current and count."""
    return {"label": label, "items": items}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Where this page is: label, url, label, url, …, and last this page's own label."""
    pairs = list(zip(parts[0:-1:2], parts[1::2], strict=True))
    return {"links": pairs, "here": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("components/back.html")
def back(url: str, label: str = "Back") -> dict[str, Any]:
    """The way back from a question page."""
    return {"url": url, "label": label}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: Context, page: Any, label: str = "Pages of results") -> dict[str, Any]:
    """Links to the other pages of a ``Page`` of Django's paginator, keeping the address's query."""
    return {
        "page": page,
        "label": label,
        "query": context["request"].GET if "request" in context else QueryDict(),
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
    }


@register.inclusion_tag("components/steps.html")
def steps(
    items: Sequence[Mapping[str, Any]], plain: bool = False, across: bool = False
) -> dict[str, Any]:
    """An order that matters: dicts of title, detail and url. ``plain`` for what has happened."""
    return {"items": items, "plain": plain, "across": across}


@register.inclusion_tag("components/tasks.html")
def tasks(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A list to do in any order: dicts of label, url, status and tone."""
    return {"items": items}


@register.inclusion_tag("components/chips.html")
def chips(items: Sequence[Mapping[str, str]], clear_url: str = "") -> dict[str, Any]:
    """The filters that are on: dicts of label and url (the page without that one)."""
    return {"items": items, "clear_url": clear_url}


@register.simple_block_tag
def group(content: str, title: str, chosen: str = "", open: bool = False) -> SafeString:
    """One group of filters; open when something in it is chosen."""
    return draw("group", content=content, title=title, chosen=chosen, open=open or bool(chosen))


@register.simple_block_tag
def offer(content: str, card: Any, level: int = 3) -> SafeString:
    """One result or featured listing. The body holds its buttons."""
    return draw("offer", content=mark_safe(content.strip()), card=card, level=level)  # noqa: S308
