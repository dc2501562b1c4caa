"""The answer for a document that belongs to another council than the host's."""

from typing import Any

from django.http import Http404, HttpRequest

from marketplace.accounts.requests import authority_of


def check_document(document: Any, request: HttpRequest) -> None:
    """Raises Http404 for a document of another council than the host's."""
    council = getattr(authority_of(request), "council_site", None)
    if council is None or document.collection not in council.collections():
        raise Http404("There is no such document here.")
