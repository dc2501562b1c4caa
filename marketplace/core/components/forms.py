"""Forms: fields, the summary of what is wrong with them, a button that posts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.template.defaultfilters import slugify
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.inline import draw
from marketplace.core.gov_forms import RENDERER, GovBoundField

register = template.Library()
#: The hidden field by which a form that is sent twice does its work once. A token: never kept.
ONCE_FIELD = "once_token"


def _draw_form(component: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(RENDERER.render(f"components/{component}.html", context))  # noqa: S308


@register.simple_tag
def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    width: str = "",
    heading: bool = False,
    boxes: bool = False,
    inline: bool = False,
    hide_label: bool = False,
) -> SafeString:
    """Label, hint, error and control, in that order: every control of every form.

    Args:
        bound: the form's field.
        label: other words than the form's own.
        hint: likewise.
        width: 4, 6 or 8, the characters that an answer has.
        heading: the label is the page's h1.
        boxes: radios or ticks in boxes, on question pages.
        inline: two short radios side by side.
        hide_label: for screen readers only, where the page says the same.
    """
    dressed = GovBoundField(bound.form, bound.field, bound.name)
    dressed.help_text = hint or dressed.help_text
    attrs = {"data-width": width} if width else {}
    return _draw_form(
        "field",
        {
            "field": dressed,
            "control": dressed.as_widget(attrs=attrs),
            "label": label or dressed.label,
            "heading": heading,
            "boxes": boxes,
            "inline": inline,
            "hide_label": hide_label,
        },
    )


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Every visible field of a form, and its hidden ones: for plain forms and those of libraries.

    Args:
        form: the form.
    """
    return _draw_form("form", {"form": form})


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | str | None) -> dict[str, Any]:
    """What went wrong, each line linked to its control: first thing on every page with a form.

    Args:
        forms: the page's forms and formsets.
    """
    # A name that the page does not have arrives as an empty string: a page without a form.
    problems = [
        problem
        for form in forms
        if form and not isinstance(form, str)
        for problem in _problems(form)
    ]
    return {"problems": problems}


def _problems(form: BaseForm | BaseFormSet[Any]) -> Iterable[tuple[str, str]]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (("", str(words_)) for words_ in form.non_form_errors())
        for one in form.forms:
            yield from _problems(one)
        return
    yield from (("", str(words_)) for words_ in form.non_field_errors())
    for bound in form.visible_fields():
        dressed = GovBoundField(form, bound.field, bound.name)
        yield from ((dressed.first_id, str(words_)) for words_ in dressed.errors)
    for bound in form.hidden_fields():
        yield from (("", str(words_)) for words_ in bound.errors)


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "", heading: bool = False) -> SafeString:
    """Several fields that answer one question.

    Args:
        content: the fields.
        legend: the question.
        hint: more words under it.
        heading: the legend is the page's h1.
    """
    hint_id = f"hint-{slugify(legend)}" if hint else ""
    return draw(
        "fieldset", content=content, legend=legend, hint=hint, hint_id=hint_id, heading=heading
    )


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    url: str,
    label: str,
    *,
    kind: str = "second",
    mark: str = "",
    about: str = "",
    pressed: bool = False,
    wide: bool = False,
    name: str = "",
    value: object = "",
    next: str = "",
) -> dict[str, Any]:
    """One press that changes something: a form of its own.

    Args:
        url: where it is posted.
        label: what happens, in words.
        kind: first (one to a screen), second, quiet, or stop for what is hard to undo.
        mark: an icon.
        about: what the press is about, for screen readers.
        pressed: it is on already.
        wide: as wide as its place.
        name: a name that is sent with it.
        value: its value.
        next: the page to come back to.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "label": label,
        "kind": "" if kind == "first" else kind,
        "mark": mark,
        "about": about,
        "pressed": pressed,
        "wide": wide,
        "name": name,
        "value": value,
        "next": next,
    }


@register.simple_tag
def once() -> SafeString:
    """After the token of a form that makes something: sent twice, it makes one.

    Its address says `once=True` in `urls.py`.
    """
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE_FIELD, uuid4())
