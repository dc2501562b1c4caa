"""Content set apart from the page around it: panel, disclosure, quotation."""

from django import template
from django.utils.safestring import SafeString

from marketplace.core.components.inline import draw

register = template.Library()


@register.simple_block_tag
def panel(content: str, title: str = "", look: str = "", level: int = 2) -> SafeString:
    """A thing apart from the page around it.

    Args:
        content: what it holds.
        title: its heading, if it has one.
        look: tint, strong (the next action) or dashed (near misses).
        level: of its heading, 1 to 6.
    """
    return draw("panel", content=content, title=title, look=look, level=level)


@register.simple_block_tag
def more(content: str, summary: str, open: bool = False) -> SafeString:
    """One worry answered, behind a line that opens; never what everyone needs.

    Args:
        content: the answer.
        summary: the line that opens it.
        open: open from the start.
    """
    return draw("more", content=content, summary=summary, open=open)


@register.simple_block_tag
def quote(content: str, by: str = "") -> SafeString:
    """Somebody's own words.

    Args:
        content: the words, as they were said or typed.
        by: who said them, and when.
    """
    return draw("quote", content=content, by=by)
