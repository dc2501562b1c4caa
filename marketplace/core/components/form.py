"""Forms: a field, the error summary, a button that posts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.template.defaultfilters import slugify
from django.utils.safestring import SafeString, mark_safe

from marketplace.core.components.draw import draw
from marketplace.core.gov_forms import RENDERER, GovBoundField

register = template.Library()


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
    """Label, hint, error, control, in that order, for any form's field."""
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
    """Every visible field of a form, and its hidden ones."""
    return _draw_form("form", {"form": form})


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | str | None) -> dict[str, Any]:
    """What went wrong in the forms and formsets named, each line linked to its control."""
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
    """Several fields that answer one question."""
    hint_id = f"hint-{slugify(legend)}" if hint else ""
    return draw(
        "fieldset", content=content, legend=legend, hint=hint, hint_id=hint_id, heading=heading
    )


@register.inclusion_tag("components/choice.html")
def choice(
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
    """One tick box or radio of a filter group; a count of 0 disables it unless it is chosen."""
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
    """A button that changes something: a form of its own, posted to ``url``."""
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
