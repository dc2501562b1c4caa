"""Listings of generated suppliers, with their terms, prices, free times and room."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.text import slugify

from marketplace.demo.load.facts import CouncilFacts, Pairs
from marketplace.generator.suppliers import ListingSpec, SupplierSpec
from marketplace.listings.models import Capacity, Listing, Price, Slot
from marketplace.listings.rules import ListingState
from marketplace.suppliers.models import Supplier


def load_listings(pairs: Pairs, facts: CouncilFacts, at: datetime, anchor: date) -> list[int]:
    made = [
        (spec, listing)
        for s, supplier, _ in pairs
        for spec, listing in _rows(s, supplier, at, anchor)
    ]
    Listing.objects.bulk_create(listing for _, listing in made)
    Listing.terms.through.objects.bulk_create(
        Listing.terms.through(listing_id=listing.pk, term_id=term)
        for spec, listing in made
        for term in _term_ids(spec, facts)
    )
    Price.objects.bulk_create(
        Price(
            listing=listing,
            unit=price.unit,
            day_band=price.band,
            amount_pence=price.pence,
            from_date=anchor - timedelta(days=300),
        )
        for spec, listing in made
        for price in spec.prices
    )
    Slot.objects.bulk_create(
        Slot(listing=listing, day=day, part=part)
        for spec, listing in made
        for day, part in spec.slots
    )
    Capacity.objects.bulk_create(
        Capacity(
            listing=listing,
            unit=spec.prices[0].unit,
            offered=spec.offered,
            taken=spec.taken,
            confirmed_date=listing.confirmed_date,
        )
        for spec, listing in made
    )
    return [listing.pk for _, listing in made]


def _rows(
    spec: SupplierSpec, supplier: Supplier, at: datetime, anchor: date
) -> Iterable[tuple[ListingSpec, Listing]]:
    waiting = spec.status in ("draft", "submitted")
    for one in spec.listings:
        yield (
            one,
            Listing(
                authority_id=supplier.authority_id,
                supplier=supplier,
                slug=slugify(one.title)[:80],
                title=one.title,
                summary=one.summary,
                description=one.description,
                state=ListingState.DRAFT if waiting else ListingState.PUBLISHED,
                confirmed_date=anchor - timedelta(days=one.confirmed_days_ago),
                created_at=at - timedelta(days=390),
                published_at=None if waiting else at - timedelta(days=spec.decided_days_ago),
            ),
        )


def _term_ids(spec: ListingSpec, facts: CouncilFacts) -> list[int]:
    groups = [
        ("category", spec.categories),
        ("need", spec.needs),
        ("language", spec.languages),
        ("funding", spec.funding),
        ("area", spec.areas),
    ]
    return [facts.terms[kind, code] for kind, codes in groups for code in codes]
