"""Feedback: notices, the messages that answer what was just done, and a page with nothing to show."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from marketplace.core.components.inline import TONE_ICONS, draw

register = template.Library()

NOTICE_ICONS = {**TONE_ICONS, "stop": "warning"}
MESSAGE_TONES = {"success": "ok", "warning": "wait", "error": "stop"}


@register.simple_block_tag
def notice(
    content: str, title: str, tone: str = "info", mark: str | None = None, live: bool = False
) -> SafeString:
    """News about the whole page; at most one of each tone. After a redirect use Django's messages instead.

    Args:
        content: what it means and what to do.
        title: the news in a few words.
        tone: ok, wait, stop or info.
        mark: another icon than the tone's own.
        live: read out at once by a screen reader, where it answers what was just done.
    """
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
def empty(content: str, title: str, level: int = 2) -> SafeString:
    """Nothing here: what that means and what to do about it.

    Args:
        content: what can be done instead.
        title: what there is none of.
        level: of its heading, 1 to 6.
    """
    return draw("empty", content=content, title=title, level=level)
