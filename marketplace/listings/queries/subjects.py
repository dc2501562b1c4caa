"""Listings as cases of other rooms name them: by id, found by words."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import FoundSubject
from marketplace.listings.models import Listing
from marketplace.suppliers.queries import parties_of_suppliers


def listings_found(viewer: Viewer, words: str) -> list[FoundSubject]:
    """Listings of the viewer's council whose title, or supplier's name, holds the words. Who may ask is
    asked before."""
    by_words = Q(title__icontains=words) | Q(supplier__name__icontains=words)
    return [_as_subject(row) for row in _here(viewer).filter(by_words).order_by("title", "pk")]


def listings_named(viewer: Viewer, ids: Collection[int]) -> dict[int, FoundSubject]:
    """Those of these listings that are of the viewer's council, by id. One query."""
    return {pk: _as_subject(row) for pk, row in _here(viewer).in_bulk(list(ids)).items()}


def _here(viewer: Viewer) -> QuerySet[Listing]:
    return Listing.objects.filter(authority_id=viewer.council_id).select_related("supplier")


def _as_subject(row: Listing) -> FoundSubject:
    return FoundSubject(
        row.pk, row.title, f"{row.supplier.name}, {row.get_state_display().lower()}"
    )


def parties_of_listings(ids: Collection[int]) -> set[int]:
    """The ids of the users who act for the suppliers of any of these listings."""
    return parties_of_suppliers(suppliers_of_listings(ids))


def suppliers_of_listings(ids: Collection[int]) -> set[int]:
    """The ids of the suppliers of any of these listings. One query."""
    return set(Listing.objects.filter(pk__in=ids).values_list("supplier", flat=True))


def listing_on_page(authority_id: int, parts: Mapping[str, Any]) -> int | None:
    """The id of the listing whose page has these parts of an address, in a council."""
    found = Listing.objects.filter(authority_id=authority_id, public_id=parts["public_id"])
    return found.values_list("pk", flat=True).first()
