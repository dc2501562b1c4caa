"""What changes while a listing is live: prices, free times, capacity, and the supplier's word."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from marketplace.listings.actions.saving import locked_listing, refuse, save_listing
from marketplace.listings.models import Capacity, Listing, Price, Slot
from marketplace.listings.permissions import check_can_write
from marketplace.listings.queries import dated_prices
from marketplace.listings.rules import (
    ChangedPrices,
    PriceLine,
    PriceUnit,
    SlotPair,
    capacity_problems,
    change_prices,
    price_problems,
    slot_problems,
    version_problems,
)


@transaction.atomic
def set_prices(
    *,
    by: Viewer,
    listing_id: int,
    prices: Sequence[PriceLine],
    from_date: date,
    seen_version: int | None = None,
) -> Listing:
    """From a London day on these prices apply and no others; earlier ones end and are kept.

    Amounts in pence. Setting the same again changes nothing. Raises ListingProblem.
    """
    listing = _own_listing(by, listing_id, seen_version)
    dated, was_public = dated_prices(listing), listing.published_at is not None
    refuse(
        price_problems(dated, prices, from_date=from_date, today=by.today, was_public=was_public)
    )
    change = change_prices(dated, prices, from_date=from_date, was_public=was_public)
    if change.is_empty:
        return listing
    _write_prices(listing, change)
    return save_listing(
        listing,
        by=by,
        event="listing_prices_set",
        from_date=from_date.isoformat(),
        opened={f"{line.unit}/{line.day_band}": line.amount_pence for line, _ in change.opened},
        closed_ids=sorted(change.closed),
        dropped_ids=sorted(change.dropped),
    )


def _write_prices(listing: Listing, change: ChangedPrices) -> None:
    """Carry a price change out: end, drop, open, in that order, for the constraint's sake."""
    require_transaction()
    listing.prices.filter(pk__in=change.dropped).delete()
    for price_id, until in change.closed.items():
        listing.prices.filter(pk=price_id).update(until_date=until)
    Price.objects.bulk_create(
        Price(
            listing=listing,
            unit=line.unit,
            day_band=line.day_band,
            amount_pence=line.amount_pence,
            from_date=start,
        )
        for line, start in change.opened
    )


@transaction.atomic
def set_availability(
    *,
    by: Viewer,
    listing_id: int,
    slots: Collection[SlotPair],
    seen_version: int | None = None,
) -> Listing:
    """Say when it can be had: pairs of a day (Monday is 0) and a part of the day.

    Raises ListingProblem.
    """
    listing = _own_listing(by, listing_id, seen_version)
    refuse(slot_problems(slots))
    listing.slots.all().delete()
    Slot.objects.bulk_create(
        Slot(listing=listing, day=day, part=part) for day, part in sorted(set(slots))
    )
    Capacity.objects.filter(listing=listing).update(confirmed_date=by.today)
    return save_listing(listing, by=by, event="listing_availability_set", slots=len(set(slots)))


@transaction.atomic
def set_capacity(
    *, by: Viewer, listing_id: int, unit: PriceUnit, offered: int, seen_version: int | None = None
) -> Listing:
    """Say how many units a week are offered in all. Raises ListingProblem below what is taken."""
    listing = _own_listing(by, listing_id, seen_version)
    before = Capacity.objects.filter(listing=listing).first()
    refuse(
        capacity_problems(
            offered,
            unit,
            taken=before.taken if before else 0,
            taken_unit=PriceUnit(before.unit) if before else None,
        )
    )
    Capacity.objects.update_or_create(
        listing=listing, defaults={"unit": unit, "offered": offered, "confirmed_date": by.today}
    )
    return save_listing(
        listing, by=by, event="listing_capacity_set", unit=unit.value, offered=offered
    )


@transaction.atomic
def confirm_listing(*, by: Viewer, listing_id: int) -> Listing:
    """The supplier says today that everything on the listing is still right."""
    listing = _own_listing(by, listing_id, None)
    Capacity.objects.filter(listing=listing).update(confirmed_date=by.today)
    return save_listing(
        listing, by=by, event="listing_confirmed", changes={"confirmed_date": by.today}
    )


def _own_listing(by: Viewer, listing_id: int, seen_version: int | None) -> Listing:
    """The locked listing of one's own organisation. Raises ListingProblem, PermissionDenied."""
    listing = locked_listing(listing_id)
    check_can_write(by, listing)
    refuse(version_problems(listing.version, seen_version))
    return listing
