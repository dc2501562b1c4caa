"""`{% load search_tags %}`: the search box for other pages."""

from typing import Any

from django import template

from search.forms import SearchForm

register = template.Library()


@register.inclusion_tag("search/search_box.html")
def search_box(label: str = "Find support") -> dict[str, Any]:
    """An empty search box that leads to the results page. `label` names it to screen readers."""
    return {"form": SearchForm(), "label": label, "kept": ()}
