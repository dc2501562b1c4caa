"""What a supplier sees of its own listing beside the boxes."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from marketplace.core.errors import Problem
from marketplace.listings.models import Listing
from marketplace.listings.rules import (
    DatedPrice,
    ListingState,
    ListingTask,
    call_back_problems,
    discard_problems,
)
from marketplace.tasks.queries import has_begun
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind


def dated_prices(listing: Listing) -> list[DatedPrice]:
    """Every price of a listing, past and coming ones with it."""
    return [
        DatedPrice(row.pk, row.line, row.from_date, row.until_date) for row in listing.prices.all()
    ]


def terms_to_choose(listing: Listing, kind: TermKind) -> "QuerySet[Term]":
    """The terms of a kind that the listing's council offers."""
    return Term.objects.of(listing.authority_id, kind).offered()


def listings_using(term_ids: Collection[int]) -> dict[int, int]:
    """How many listings have each of these terms, whatever their state. One query."""
    links = Listing.terms.through.objects.filter(term_id__in=term_ids).values("term_id")
    return {row["term_id"]: row["uses"] for row in links.annotate(uses=Count("pk"))}


def version_of(listing: Listing) -> int:
    """The version that is saved now, whatever was read before."""
    return Listing.objects.values_list("version", flat=True).get(pk=listing.pk)


def discarding_problems(listing: Listing) -> list[Problem]:
    """Why this listing cannot be discarded by its supplier now."""
    return discard_problems(
        ListingState(listing.state),
        was_sent=bool(listing.submitted_at or listing.published_at),
        is_imported=bool(listing.source_reference),
    )


def can_call_back(listing: Listing) -> bool:
    """Whether its supplier may have it back: it waits, and nobody has taken the work."""
    waits = not call_back_problems(ListingState(listing.state))
    return waits and not has_begun(ListingTask.REVIEW, listing)
