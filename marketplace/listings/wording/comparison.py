"""Listings side by side: one row for each fact, "Not stated" where a listing does not say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from marketplace.core.words import last_day_words, spoken_age, spoken_date
from marketplace.listings.rules import DayBand, PriceUnit
from marketplace.listings.wording.page import ListingPage
from marketplace.listings.wording.prices import NOT_STATED, amount_words, price_label


@dataclass(frozen=True)
class ComparedListing:
    """One listing of the comparison, and the others that stay when it is taken out."""

    listing: ListingPage
    others: tuple[UUID, ...]


@dataclass(frozen=True)
class ComparedFact:
    """One fact about each listing, in the columns' order: pairs of the words and the listing's title."""

    label: str
    named: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    columns: tuple[ComparedListing, ...]
    rows: tuple[ComparedFact, ...]


def comparison(listings: Sequence[ListingPage], today: date) -> Comparison:
    """The table for these listings, in the order given. Nothing is ranked."""
    ids = [listing.public_id for listing in listings]
    columns = tuple(
        ComparedListing(listing, tuple(i for i in ids if i != listing.public_id))
        for listing in listings
    )
    rows = [*_price_rows(listings), *_fact_rows(listings, today)] if listings else []
    return Comparison(columns, tuple(rows))


def _fact(
    listings: Sequence[ListingPage],
    label: str,
    words: Callable[[ListingPage], str],
) -> ComparedFact:
    return ComparedFact(label, tuple((words(one) or NOT_STATED, one.title) for one in listings))


def _price_rows(listings: Sequence[ListingPage]) -> list[ComparedFact]:
    rows = [row for listing in listings for row in listing.prices]
    return [
        _fact(
            listings,
            price_label(unit, band),
            partial(_price, unit=unit, place=place),
        )
        for unit in PriceUnit
        for place, band in enumerate(DayBand)
        if any(row.unit == unit and (place == 0 or row.own[place]) for row in rows)
    ]


def _price(listing: ListingPage, unit: PriceUnit, place: int) -> str:
    row = next((row for row in listing.prices if row.unit == unit), None)
    return amount_words(row.pence[place]) if row else ""


def _terms(listing: ListingPage, place: int) -> str:
    return listing.words[place].terms


def _fact_rows(listings: Sequence[ListingPage], today: date) -> list[ComparedFact]:
    by_kind = [
        _fact(listings, words.label, partial(_terms, place=place))
        for place, words in enumerate(listings[0].words)
    ]
    return [
        _fact(listings, "Availability", lambda one: one.free),
        _fact(
            listings,
            "Confirmed",
            lambda one: f"{spoken_date(one.confirmed)}, {spoken_age(one.confirmed, today)}",
        ),
        *by_kind,
        _fact(listings, "Town", lambda one: one.town),
        _fact(
            listings,
            "Accredited",
            lambda one: f"To {last_day_words(one.accredited.until)}" if one.accredited else "",
        ),
    ]
