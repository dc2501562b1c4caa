"""A draft, one that waits to be checked, and one that anybody finds."""

from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.listings.actions import (
    confirm_listing,
    create_listing,
    publish_listing,
    set_availability,
    set_capacity,
    set_prices,
    set_terms,
    submit_listing,
)
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayBand, DayPart, PriceLine, PriceUnit
from marketplace.suppliers.models import Supplier
from marketplace.vocabulary.rules import TermKind

WORDS = {"title": "Morning visits", "summary": "The same two faces.", "description": "At home."}
PRICES = [PriceLine(PriceUnit.HOUR, DayBand.WEEKDAY, 1650)]


def make(side: Side) -> None:
    own, accredited = side.rows["supplier"], side.rows["accredited"]
    side.rows["listing"] = _write(side, own, "A draft")
    side.rows["in_review"] = _submit(side, _write(side, own, "Evening visits"))
    public = _submit(side, _write(side, accredited, "Morning visits"))
    publish_listing(by=side.viewer(Role.ACCREDITOR, days=10), listing_id=public.pk)
    side.rows["published"] = confirm_listing(
        by=side.viewer(Role.SUPPLIER, days=55), listing_id=public.pk
    )


def _write(side: Side, supplier: Supplier, title: str) -> Listing:
    by = side.viewer(Role.SUPPLIER, days=9)
    words = {**WORDS, "title": f"{title} {side.name}"}
    listing = create_listing(by=by, supplier=supplier, **words)
    for kind, term in side.rows["terms"].items():
        set_terms(by=by, listing_id=listing.pk, kind=kind, term_ids=[term.pk])
    set_prices(by=by, listing_id=listing.pk, prices=PRICES, from_date=side.began.date())
    set_availability(by=by, listing_id=listing.pk, slots=[(0, DayPart.MORNING)])
    set_capacity(by=by, listing_id=listing.pk, unit=PriceUnit.HOUR, offered=20)
    listing.refresh_from_db()
    return listing


def _submit(side: Side, listing: Listing) -> Listing:
    return submit_listing(by=side.viewer(Role.SUPPLIER, days=9), listing_id=listing.pk)


def _own(side: Side, **more: Any) -> dict[str, Any]:
    return {"listing_id": side.rows["listing"].pk, **more}


def _public(side: Side, **more: Any) -> dict[str, Any]:
    return {"listing_id": side.rows["published"].pk, **more}


def _address(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["listing"].public_id}


def _terms_address(side: Side) -> dict[str, Any]:
    return {**_address(side), "kind": TermKind.CATEGORY}


def _in_review(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["in_review"].public_id}


def _detail(side: Side) -> dict[str, Any]:
    found: Listing = side.rows["published"]
    return {"slug": found.slug, "public_id": found.public_id}


def _person(side: Side) -> dict[str, Any]:
    return {"person_id": side.rows["person"].public_id}


FOR_PERSON = ("shortlist_for", "shortlist_add_for", "shortlist_remove_for", "compare_for")
OWN = ("edit", "words", "prices", "times", "capacity", "confirm", "submit", "take_down", "discard")
REVIEWED = ("review", "publish", "send_back", "review_take_down")
SAMPLES = Samples(
    make=make,
    addresses={
        "listings:detail": _detail,
        "listings:create": lambda side: {"supplier_id": side.rows["supplier"].public_id},
        "listings:terms": _terms_address,
        **{f"listings:{name}": _address for name in OWN},
        **{f"listings:{name}": _person for name in FOR_PERSON},
        "listings:sent": _in_review,
        "listings:call_back": _in_review,
        **{f"listings:{name}": _in_review for name in REVIEWED},
    },
    calls={
        "create_listing": lambda side: {"supplier": side.rows["supplier"], **WORDS},
        "describe_listing": lambda side: _own(side, **WORDS),
        "set_terms": lambda side: _own(side, kind=TermKind.NEED, term_ids=[]),
        "set_availability": lambda side: _own(side, slots=[]),
        "set_capacity": lambda side: _own(side, unit=PriceUnit.HOUR, offered=1),
        "set_prices": lambda side: _own(side, prices=[], from_date=side.began.date()),
        "confirm_listing": _own,
        "submit_listing": _own,
        "call_back_listing": _own,
        "discard_listing": _own,
        "publish_listing": _public,
        "return_listing": lambda side: _public(side, reason="X"),
        "unpublish_listing": _public,
    },
    for_council=frozenset({"publish_listing", "return_listing", "unpublish_listing"}),
)
