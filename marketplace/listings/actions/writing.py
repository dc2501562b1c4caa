"""The words and terms of a listing: what somebody of the council checks before anyone sees them."""

from collections.abc import Collection

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.listings.actions.saving import locked_listing, refuse, save_listing
from marketplace.listings.errors import ListingProblem
from marketplace.listings.models import Listing
from marketplace.listings.permissions import check_can_write
from marketplace.listings.queries import terms_to_choose
from marketplace.listings.rules import (
    MOST_SLUG,
    ListingState,
    fixed_words_problems,
    plain_text,
    version_problems,
    words_problems,
)
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import check_can_manage_supplier
from marketplace.vocabulary.rules import TermKind


def slug_of(title: str) -> str:
    """The readable part of a listing's address."""
    return slugify(title)[:MOST_SLUG].strip("-") or "listing"


def _words(title: str, summary: str, description: str) -> dict[str, str]:
    """The columns made of the words, plain. Raises ListingProblem when one is missing or too long."""
    words = {
        "title": " ".join(plain_text(title).split()),
        "summary": " ".join(plain_text(summary).split()),
        "description": plain_text(description),
    }
    refuse(words_problems(words))
    return {**words, "slug": slug_of(words["title"])}


@transaction.atomic
def create_listing(
    *, by: Viewer, supplier: Supplier, title: str, summary: str, description: str = ""
) -> Listing:
    """Begin a draft that only the supplier and the council see. Raises ListingProblem."""
    check_can_manage_supplier(by, supplier)
    listing = Listing.objects.create(
        authority_id=supplier.authority_id,
        supplier=supplier,
        confirmed_date=by.today,
        created_at=by.at,
        **_words(title, summary, description),
    )
    record(event="listing_created", by=by, subject=listing, supplier_id=supplier.pk)
    listings_changed.send(sender=Listing, listing_ids=[listing.pk], at=by.at)
    return listing


@transaction.atomic
def describe_listing(
    *,
    by: Viewer,
    listing_id: int,
    title: str,
    summary: str,
    description: str,
    seen_version: int | None = None,
) -> Listing:
    """Change the words of a listing that is a draft or taken down. Raises ListingProblem."""
    listing = _open_listing(by, listing_id, seen_version)
    return save_listing(
        listing,
        by=by,
        event="listing_described",
        to=_reopened(listing),
        changes=_words(title, summary, description),
    )


@transaction.atomic
def set_terms(
    *,
    by: Viewer,
    listing_id: int,
    kind: TermKind,
    term_ids: Collection[int],
    seen_version: int | None = None,
) -> Listing:
    """Choose the terms of one kind, in place of those of that kind before. Raises ListingProblem."""
    listing = _open_listing(by, listing_id, seen_version)
    terms = terms_to_choose(listing, kind).filter(pk__in=term_ids)
    if len(terms) != len(set(term_ids)):
        raise ListingProblem(problem("listing_term_unknown", "terms"))
    listing.terms.remove(*listing.terms.offered().filter(kind=kind))
    listing.terms.add(*terms)
    return save_listing(
        listing,
        by=by,
        event="listing_terms_set",
        to=_reopened(listing),
        kind=kind.value,
        term_ids=sorted(term_ids),
    )


def _open_listing(by: Viewer, listing_id: int, seen_version: int | None) -> Listing:
    """The locked listing, whose words may change. Raises ListingProblem, PermissionDenied."""
    listing = locked_listing(listing_id)
    check_can_write(by, listing)
    refuse(version_problems(listing.version, seen_version))
    refuse(fixed_words_problems(ListingState(listing.state)))
    return listing


def _reopened(listing: Listing) -> ListingState | None:
    # What was taken down is a draft again as soon as its words are not those that were checked.
    return ListingState.DRAFT if listing.state == ListingState.UNPUBLISHED else None
