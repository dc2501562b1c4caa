"""Facts: summary list, table, tally, the head of a work page."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.draw import draw

register = template.Library()


@register.simple_block_tag
def summary(content: str) -> SafeString:
    """One thing's facts, and check answers."""
    return format_html('<div class="box"><dl class="sum">{}</dl></div>', content)


@register.simple_block_tag
def fact(content: str, label: str, url: str = "", action: str = "Change") -> SafeString:
    """One row of a summary; nothing inside it prints "Not stated"."""
    return draw("fact", content=content.strip(), label=label, url=url, action=action)


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    columns: str,
    hide_caption: bool = False,
    kind: str = "",
    stack: bool = True,
) -> SafeString:
    """A table that stacks on a phone. ``columns``: "What|Date|Amount:num"; rows are ``<tr role="row">``."""
    heads = [
        {"text": text, "num": mark == "num"}
        for text, _, mark in (column.partition(":") for column in columns.split("|"))
    ]
    return draw(
        "table",
        content=content,
        caption=caption,
        columns=heads,
        hide_caption=hide_caption,
        kind=kind,
        stack=stack,
    )


@register.simple_block_tag
def th(content: str) -> SafeString:
    """The heading of a row."""
    return format_html('<th scope="row" role="rowheader">{}</th>', content)


@register.simple_block_tag
def td(content: str, label: str = "", num: bool = False) -> SafeString:
    """A cell, named by its column for when the table stacks; empty prints a dash and hides there."""
    inside = content.strip()
    return format_html(
        '<td role="cell" data-label="{}"{}{}><div>{}</div></td>',
        label,
        mark_safe(' class="num"') if num else "",
        "" if inside else mark_safe(" data-none"),
        mark_safe(inside) if inside else "–",  # noqa: S308 - already rendered by the template
    )


@register.inclusion_tag("components/tally.html")
def tally(items: Sequence[tuple[str, object]]) -> dict[str, Any]:
    """A strip of figures: pairs of a label and a value."""
    return {"items": items}


@register.simple_block_tag
def who(
    content: str, title: str, facts: Sequence[tuple[str, object]] = (), level: int = 1
) -> SafeString:
    """The person or thing at the top of a work page; the body holds its tags."""
    return draw("who", content=content, title=title, facts=facts, level=level)
