"""Marks in a line: icon, tag and badge; and the drawing of any component from its template."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.icons import ICONS

register = template.Library()

TONE_ICONS = {"ok": "tick", "wait": "clock", "stop": "cross", "info": "info"}


def draw(component: str, **context: Any) -> SafeString:
    """One component's template with what it needs, and nothing of the page around it."""
    return render_to_string(f"components/{component}.html", context)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the icon set, never without its word beside it.

    Args:
        name: a name of ``marketplace/core/icons.py``.
    """
    return mark_safe(  # noqa: S308 - the drawings are constants of ours
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{ICONS[name]}</svg>"
    )


@register.simple_tag
def tag(text: object, tone: str = "", mark: str | None = None) -> SafeString:
    """The state of one thing.

    Args:
        text: the word for the state.
        tone: ok, wait, stop or info; none of them where the state is neither good nor bad.
        mark: another icon than the tone's own.
    """
    drawn = icon(mark or TONE_ICONS[tone]) if (mark or tone) else ""
    shown = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="tag"{}>{}{}</span>', shown, drawn, text)


@register.simple_tag
def badge(text: object) -> SafeString:
    """An accreditation in force.

    Args:
        text: what it is and until when.
    """
    return format_html('<span class="badge">{}<span>{}</span></span>', icon("badge"), text)
