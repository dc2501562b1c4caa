"""Putting one word of the vocabulary in the place of another, in every listing that has it."""

from datetime import datetime

from marketplace.core.transactions import require_transaction
from marketplace.listings.models import Listing
from marketplace.listings.signals import listings_changed


def replace_term(*, term_id: int, into_id: int, at: datetime) -> list[int]:
    """Listings with the one term have the other, each once. Answers which listings changed.

    Part of merging terms, whose permission and audit event cover it.
    """
    require_transaction()
    listed = Listing.objects.filter(terms=term_id).select_for_update(of=("self",)).order_by("pk")
    ids = list(listed.values_list("pk", flat=True))
    links = Listing.terms.through.objects.filter(term_id=term_id)
    having = Listing.objects.filter(terms=into_id, pk__in=ids).values_list("pk", flat=True)
    links.filter(listing_id__in=list(having)).delete()
    links.update(term_id=into_id)
    listings_changed.send(sender=Listing, listing_ids=ids, at=at)
    return ids
