"""The task list of a listing, with an address for each part that may change now."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse

from marketplace.listings.models import Listing
from marketplace.listings.queries.filling import Line

register = template.Library()


@register.inclusion_tag("components/tasks.html")
def editing_tasks(listing: Listing, lines: Sequence[Line]) -> dict[str, Any]:
    """One half of a listing's task list."""
    return {
        "items": [
            {
                "label": line.label,
                "url": _address(listing, line) if line.open else "",
                "status": line.status,
                "tone": line.tone,
            }
            for line in lines
        ]
    }


def _address(listing: Listing, line: Line) -> str:
    if line.is_terms:
        return reverse("listings:terms", args=[listing.public_id, line.part.value])
    return reverse(f"listings:{line.part}", args=[listing.public_id])
