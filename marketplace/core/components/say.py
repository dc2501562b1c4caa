"""Saying things: icon, tag, badge, notice, panel, and what stands when there is nothing."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from marketplace.core.components.draw import TONE_ICONS, badge, draw, icon, tag

register = template.Library()
register.simple_tag(icon)
register.simple_tag(tag)
register.simple_tag(badge)

NOTICE_ICONS = {**TONE_ICONS, "stop": "warning"}
MESSAGE_TONES = {"success": "ok", "warning": "wait", "error": "stop"}


@register.simple_block_tag
def notice(
    content: str, title: str, tone: str = "info", mark: str | None = None, live: bool = False
) -> SafeString:
    """News about the whole page. ``live`` when it answers what was just done."""
    role = ("alert" if tone == "stop" else "status") if live else ""
    drawn = mark or NOTICE_ICONS[tone]
    return draw("notice", content=content, title=title, tone=tone, mark=drawn, role=role)


@register.inclusion_tag("components/messages.html", takes_context=True)
def page_messages(context: Context) -> dict[str, Any]:
    """The messages framework's words, as notices. The layouts call it once."""
    found = [
        {
            "text": m,
            "tone": (tone := MESSAGE_TONES.get(m.level_tag, "info")),
            "mark": NOTICE_ICONS[tone],
        }
        for m in context.get("messages") or []
    ]
    return {"messages": found}


@register.simple_block_tag
def panel(content: str, title: str = "", look: str = "", level: int = 2) -> SafeString:
    """A thing apart. ``look``: tint, strong (the next action), dashed (near misses)."""
    return draw("panel", content=content, title=title, look=look, level=level)


@register.simple_block_tag
def more(content: str, summary: str, open: bool = False) -> SafeString:
    """One worry answered, behind a line that opens."""
    return draw("more", content=content, summary=summary, open=open)


@register.simple_block_tag
def empty(content: str, title: str, level: int = 2) -> SafeString:
    """Nothing here: what that means and what to do about it."""
    return draw("empty", content=content, title=title, level=level)


@register.simple_block_tag
def said(content: str, by: str = "") -> SafeString:
    """Somebody's own words."""
    return draw("said", content=content, by=by)
