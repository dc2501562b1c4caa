"""The words and terms of a listing: what somebody of the council checks before anyone sees them."""

from collections.abc import Collection

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.listings.actions.base import (
    ListingProblem,
    finish,
    locked,
    move,
    refuse_fixed_wording,
    refuse_if_changed,
)
from marketplace.listings.models import Listing
from marketplace.listings.permissions import check_can_write
from marketplace.listings.rules import ListingState
from marketplace.listings.rules.text import plain_text
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import check_can_manage_supplier
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind

#: Characters: five pages of A4, and a public page that still loads on a bad line.
MOST_DESCRIPTION = 10_000


def slug_of(title: str) -> str:
    """The readable part of a listing's address."""
    return slugify(title)[:80].strip("-") or "listing"


def _words(title: str, summary: str, description: str) -> dict[str, str]:
    """The words made plain. Raises ListingProblem when title or summary is empty, or one too long."""
    words = {
        "title": " ".join(plain_text(title).split()),
        "summary": " ".join(plain_text(summary).split()),
        "description": plain_text(description),
    }
    problems = []
    for name, most in (("title", 120), ("summary", 300), ("description", MOST_DESCRIPTION)):
        if not words[name] and name != "description":
            problems.append(f"Give the listing a {name}.")
        elif len(words[name]) > most:
            problems.append(f"The {name} is {len(words[name])} characters long: {most} at most.")
    if problems:
        raise ListingProblem(*problems)
    return words


@transaction.atomic
def create_listing(
    *, by: Viewer, supplier: Supplier, title: str, summary: str, description: str = ""
) -> Listing:
    """Begin a draft that only the supplier and the council see. Raises ListingProblem."""
    check_can_manage_supplier(by, supplier)
    words = _words(title, summary, description)
    listing = Listing.objects.create(
        authority_id=supplier.authority_id,
        supplier=supplier,
        slug=slug_of(words["title"]),
        confirmed_date=by.today,
        created_at=by.at,
        **words,
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
    listing = locked(listing_id)
    check_can_write(by, listing)
    refuse_if_changed(listing, seen_version)
    refuse_fixed_wording(listing)
    words = _words(title, summary, description)
    for name, text in words.items():
        setattr(listing, name, text)
    listing.slug = slug_of(words["title"])
    _reopen(listing)
    return finish(listing, by=by, event="listing_described", fields=(*words, "slug", "state"))


def _reopen(listing: Listing) -> None:
    # What was taken down is a draft again as soon as its words are not those that were checked.
    if listing.state == ListingState.UNPUBLISHED:
        move(listing, ListingState.DRAFT)


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
    listing = locked(listing_id)
    check_can_write(by, listing)
    refuse_if_changed(listing, seen_version)
    refuse_fixed_wording(listing)
    terms = Term.objects.of(listing.authority_id, kind).filter(pk__in=term_ids)
    if len(terms) != len(set(term_ids)):
        raise ListingProblem("Choose from the list: one of these is not in it any more.")
    listing.terms.remove(*listing.terms.filter(kind=kind))
    listing.terms.add(*terms)
    _reopen(listing)
    return finish(
        listing,
        by=by,
        event="listing_terms_set",
        fields=("state",),
        kind=kind.value,
        term_ids=sorted(term_ids),
    )
