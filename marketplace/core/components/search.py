"""Search results: the filters, the filters that are on, and one offer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.defaultfilters import slugify
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.inline import draw

register = template.Library()


@register.inclusion_tag("components/chips.html")
def chips(items: Sequence[Mapping[str, str]], clear_url: str = "") -> dict[str, Any]:
    """The filters that are on, each with a way to take it off.

    Args:
        items: dicts of label and url (the page without that filter).
        clear_url: the page without any.
    """
    return {"items": items, "clear_url": clear_url}


@register.simple_block_tag
def filter_group(content: str, title: str, chosen: str = "", open: bool = False) -> SafeString:
    """One group of filters; open when something in it is chosen.

    Args:
        content: a ``filter_choice`` for each.
        title: what they filter by.
        chosen: how many are chosen, in words.
        open: open though nothing is chosen.
    """
    return draw(
        "filter_group", content=content, title=title, chosen=chosen, open=open or bool(chosen)
    )


@register.inclusion_tag("components/filter_choice.html")
def filter_choice(
    name: str,
    value: object,
    label: str,
    *,
    kind: str = "checkbox",
    checked: bool = False,
    count: int | None = None,
    hint: str = "",
    prefix: str = "id",
) -> dict[str, Any]:
    """One tick box or radio of a filter group.

    Args:
        name: the form's name for it.
        value: what is sent when it is chosen.
        label: in words.
        kind: checkbox or radio.
        checked: chosen now.
        count: how many results it has; 0 disables it unless it is chosen.
        hint: more words under it.
        prefix: starts its id, where one page has two forms of filters.
    """
    return {
        "name": name,
        "value": value,
        "label": label,
        "kind": kind,
        "checked": checked,
        "count": count,
        "hint": hint,
        "id": f"{prefix}_{name}_{slugify(str(value))}",
        "disabled": count == 0 and not checked,
    }


@register.simple_block_tag
def offer(content: str, card: Any, level: int = 3) -> SafeString:
    """One result or featured listing; in a list, ``<ol class="offers"><li>``.

    Args:
        content: its buttons.
        card: kind, name and url; may have icon, text, why, free, confirmed, place, badge, price, unit, price_note.
        level: of its heading, 1 to 6.
    """
    return draw("offer", content=mark_safe(content.strip()), card=card, level=level)  # noqa: S308
