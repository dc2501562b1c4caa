"""The task list of a listing, with an address for each part that may change now."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse

from marketplace.listings.models import Listing
from marketplace.listings.queries import TaskLine
from marketplace.listings.rules import TERM_PARTS, Progress

TONES = {Progress.DONE: "ok", Progress.TO_DO: "wait"}

register = template.Library()


@register.inclusion_tag("components/tasks.html")
def editing_tasks(listing: Listing, lines: Sequence[TaskLine]) -> dict[str, Any]:
    """One half of a listing's task list."""
    return {
        "items": [
            {
                "label": line.part.label,
                "url": _address(listing, line) if line.is_open else "",
                "status": line.progress.label,
                "tone": TONES.get(line.progress, ""),
            }
            for line in lines
        ]
    }


def _address(listing: Listing, line: TaskLine) -> str:
    if line.part in TERM_PARTS:
        return reverse("listings:terms", args=[listing.public_id, line.part.value])
    return reverse(f"listings:{line.part}", args=[listing.public_id])
