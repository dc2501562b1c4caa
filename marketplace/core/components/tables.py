"""Tables, which stack on a phone: every cell is named by its column."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.inline import draw

register = template.Library()


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    columns: str,
    hide_caption: bool = False,
    kind: str = "",
    stack: bool = True,
) -> SafeString:
    """Several like things.

    Args:
        content: its rows, each ``<tr role="row">`` with a ``th`` and a ``td`` for each column.
        caption: what the table lists.
        columns: their headings, like "What|Date|Amount:num"; ``:num`` sets figures to the right.
        hide_caption: for screen readers only, where a heading says the same.
        kind: another class for the table.
        stack: each row a block on a phone; false for two or three narrow columns.
    """
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
    """The heading of a row.

    Args:
        content: what the row is about.
    """
    return format_html('<th scope="row" role="rowheader">{}</th>', content)


@register.simple_block_tag
def td(content: str, label: str = "", num: bool = False) -> SafeString:
    """A cell.

    Args:
        content: the value; empty prints a dash, and hides where the table stacks.
        label: its column, printed beside it where the table stacks.
        num: a figure, set to the right.
    """
    inside = content.strip()
    return format_html(
        '<td role="cell" data-label="{}"{}{}><div>{}</div></td>',
        label,
        mark_safe(' class="num"') if num else "",
        "" if inside else mark_safe(" data-none"),
        mark_safe(inside) if inside else "–",  # noqa: S308 - already rendered by the template
    )
