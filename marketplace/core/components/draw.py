"""How a component is drawn: one file of templates/components each, and the marks used inside others."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.icons import ICONS

TONE_ICONS = {"ok": "tick", "wait": "clock", "stop": "cross", "info": "info"}


def draw(component: str, **context: Any) -> SafeString:
    """One component's template with what it needs, and nothing of the page around it."""
    return render_to_string(f"components/{component}.html", context)


def icon(name: str) -> SafeString:
    """One drawing of the icon set. It is never without its word beside it."""
    return mark_safe(  # noqa: S308 - the drawings are constants of ours
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{ICONS[name]}</svg>"
    )


def tag(text: object, tone: str = "", mark: str | None = None) -> SafeString:
    """The state of one thing. ``tone``: ok, wait, stop, info or none; ``mark`` another icon."""
    drawn = icon(mark or TONE_ICONS[tone]) if (mark or tone) else ""
    shown = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="tag"{}>{}{}</span>', shown, drawn, text)


def badge(text: object) -> SafeString:
    """An accreditation that holds, with until when."""
    return format_html('<span class="badge">{}<span>{}</span></span>', icon("badge"), text)
