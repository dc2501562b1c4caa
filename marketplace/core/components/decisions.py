"""Decisions: evidence beside a verdict, and the bar that says what can be done now."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.inline import draw

register = template.Library()

VERDICT = "<!-- verdict -->"


@register.simple_block_tag
def judge(content: str, title: str, level: int = 3) -> SafeString:
    """A question with the evidence and the verdict side by side.

    Args:
        content: the evidence, ``{% verdict %}``, and the fields of the verdict.
        title: the question.
        level: of its heading, 1 to 6.
    """
    evidence, _, verdict_ = content.partition(VERDICT)
    return draw(
        "judge",
        title=title,
        level=level,
        evidence=mark_safe(evidence),  # noqa: S308 - both halves are already rendered
        verdict=mark_safe(verdict_),  # noqa: S308
    )


@register.simple_tag
def verdict() -> SafeString:
    """Parts a ``judge`` in two: the evidence before it, the verdict after it."""
    return mark_safe(VERDICT)  # noqa: S308


@register.simple_block_tag
def decide(content: str, lead: str, detail: str = "", still: bool = False) -> SafeString:
    """The bar at the foot of a work page that says what can be done now, and why.

    Args:
        content: its buttons.
        lead: where the work is.
        detail: what follows from that.
        still: at its place, not following the page.
    """
    return draw("decide", content=content, lead=lead, detail=detail, still=still)
