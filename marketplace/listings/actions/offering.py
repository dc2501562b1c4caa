"""What changes while a listing is live: prices, free times, capacity, and the supplier's word."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.listings.actions.base import ListingProblem, finish, locked, refuse_if_changed
from marketplace.listings.models import Capacity, Listing, Price, Slot
from marketplace.listings.permissions import check_can_write
from marketplace.listings.rules import DatedPrice, DayBand, DayPart, PriceLine, PriceUnit
from marketplace.listings.rules.prices import PriceChange, change_prices, price_problems


def held_prices(listing: Listing) -> list[DatedPrice]:
    """Every price of a listing, past and coming ones with it."""
    return [
        DatedPrice(
            row.pk,
            PriceLine(PriceUnit(row.unit), DayBand(row.day_band), row.amount_pence),
            row.from_date,
            row.until_date,
        )
        for row in listing.prices.all()
    ]


@transaction.atomic
def set_prices(
    *,
    by: Viewer,
    listing_id: int,
    prices: Sequence[PriceLine],
    from_date: date,
    seen_version: int | None = None,
) -> Listing:
    """From a London day on these prices hold and no others; earlier ones end and are kept.

    Amounts in pence. Setting the same again changes nothing. Raises ListingProblem.
    """
    listing = locked(listing_id)
    check_can_write(by, listing)
    refuse_if_changed(listing, seen_version)
    held, was_public = held_prices(listing), listing.published_at is not None
    problems = price_problems(
        held, prices, from_date=from_date, today=by.today, was_public=was_public
    )
    if problems:
        raise ListingProblem(*problems)
    change = change_prices(held, prices, from_date=from_date, was_public=was_public)
    if change.is_empty:
        return listing
    write_prices(listing, change)
    return finish(
        listing,
        by=by,
        event="listing_prices_set",
        from_date=from_date.isoformat(),
        opened={f"{line.unit}/{line.day_band}": line.amount_pence for line, _ in change.opened},
        closed_ids=sorted(change.closed),
        dropped_ids=sorted(change.dropped),
    )


def write_prices(listing: Listing, change: PriceChange) -> None:
    """Carry a price change out: end, drop, open, in that order, for the constraint's sake."""
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
    slots: Collection[tuple[int, DayPart]],
    seen_version: int | None = None,
) -> Listing:
    """Say when it can be had: pairs of a day (Monday is 0) and a part of the day."""
    listing = locked(listing_id)
    check_can_write(by, listing)
    refuse_if_changed(listing, seen_version)
    if any(not 0 <= day <= 6 for day, _ in slots):
        raise ListingProblem("A day is one of Monday to Sunday.")
    listing.slots.all().delete()
    Slot.objects.bulk_create(
        Slot(listing=listing, day=day, part=part) for day, part in sorted(set(slots))
    )
    Capacity.objects.filter(listing=listing).update(confirmed_date=by.today)
    return finish(listing, by=by, event="listing_availability_set", slots=len(set(slots)))


@transaction.atomic
def set_capacity(
    *, by: Viewer, listing_id: int, unit: PriceUnit, offered: int, seen_version: int | None = None
) -> Listing:
    """Say how many units a week are offered in all. Raises ListingProblem below what is taken."""
    listing = locked(listing_id)
    check_can_write(by, listing)
    refuse_if_changed(listing, seen_version)
    held = Capacity.objects.filter(listing=listing).first()
    taken = held.taken if held else 0
    if held and taken and (held.unit != unit or offered < taken):
        raise ListingProblem(
            f"{taken} {held.unit}s a week are taken already, so you cannot offer less than that "
            "or count in another unit."
        )
    if offered < 0:
        raise ListingProblem("Offer nought or more.")
    Capacity.objects.update_or_create(
        listing=listing, defaults={"unit": unit, "offered": offered, "confirmed_date": by.today}
    )
    return finish(listing, by=by, event="listing_capacity_set", unit=unit.value, offered=offered)


@transaction.atomic
def confirm_listing(*, by: Viewer, listing_id: int) -> Listing:
    """The supplier says today that everything on the listing is still right."""
    listing = locked(listing_id)
    check_can_write(by, listing)
    listing.confirmed_date = by.today
    Capacity.objects.filter(listing=listing).update(confirmed_date=by.today)
    return finish(listing, by=by, event="listing_confirmed", fields=("confirmed_date",))
