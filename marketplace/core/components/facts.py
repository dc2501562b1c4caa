"""Facts of one thing: a summary list, a strip of figures, the head of a work page."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.core.components.inline import draw

register = template.Library()


@register.simple_block_tag
def summary(content: str) -> SafeString:
    """One thing's facts, and a page of answers to check.

    Args:
        content: a ``fact`` for each.
    """
    return format_html('<div class="box"><dl class="sum">{}</dl></div>', content)


@register.simple_block_tag
def fact(content: str, label: str, url: str = "", action: str = "Change") -> SafeString:
    """One row of a summary.

    Args:
        content: the fact; where it is empty, "Not stated" is printed.
        label: what it is.
        url: where it can be changed, if anywhere.
        action: the word of that link.
    """
    return draw("fact", content=content.strip(), label=label, url=url, action=action)


@register.inclusion_tag("components/tally.html")
def tally(items: Sequence[tuple[str, object]]) -> dict[str, Any]:
    """A strip of figures over a queue.

    Args:
        items: pairs of a label and a value.
    """
    return {"items": items}


@register.simple_block_tag
def who(
    content: str, title: str, facts: Sequence[tuple[str, object]] = (), level: int = 1
) -> SafeString:
    """The person or thing at the top of a work page.

    Args:
        content: its tags.
        title: its name.
        facts: pairs of a label and a value; an empty value prints "Not stated".
        level: of its heading, 1 to 6.
    """
    return draw("who", content=content, title=title, facts=facts, level=level)
