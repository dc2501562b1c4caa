"""What the page is about from which somebody came to raise a concern."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.rooms import SubjectPage, collected
from marketplace.people.models import Person


def _page(pattern: str) -> SubjectPage | None:
    """What rooms declare of the pages under a pattern: the longest beginning that fits counts."""
    declared = collected().subject_pages
    fitting = [begins for begins in declared if pattern.startswith(begins)]
    return declared[max(fitting, key=len)] if fitting else None


def what_page_is_about(pattern: str) -> str:
    """The kind of subject that a page shows, by the pattern of its address; empty for any other page."""
    page = _page(pattern)
    return page.kind if page else ""


def subject_of_page(
    authority_id: int, pattern: str, parts: Mapping[str, Any]
) -> tuple[str, int] | None:
    """The kind and id of the subject of a page in a council; None where it is about none that is there."""
    page = _page(pattern)
    found = page.subject_id(authority_id, parts) if page else None
    return (page.kind, found) if page and found else None


def person_on_page(authority_id: int, parts: Mapping[str, Any]) -> int | None:
    """The id of the person whose page has these parts of an address, in a council."""
    found = Person.objects.filter(authority_id=authority_id, public_id=parts["public_id"])
    return found.values_list("pk", flat=True).first()
