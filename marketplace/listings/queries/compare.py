"""Listings side by side: one row for each fact, "Not stated" where a listing does not say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from marketplace.core.words import spoken_age, spoken_date
from marketplace.listings.queries.page import PublicListing, amount_words
from marketplace.listings.rules import DAY_BAND_LABELS, DayBand, PriceUnit
from marketplace.listings.rules.units import PRICE_UNIT_LABELS

NOT_STATED = "Not stated"


@dataclass(frozen=True)
class Column:
    """One listing of the comparison, and the others that stay when it is taken out."""

    listing: PublicListing
    others: tuple[UUID, ...]


@dataclass(frozen=True)
class Row:
    """One fact about each listing, in the columns' order: pairs of the words and the listing's title."""

    label: str
    named: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def comparison(listings: Sequence[PublicListing], today: date) -> Comparison:
    """The table for these listings, in the order given. Nothing is ranked."""
    ids = [listing.public_id for listing in listings]
    columns = tuple(
        Column(listing, tuple(i for i in ids if i != listing.public_id)) for listing in listings
    )
    rows = [*_price_rows(listings), *_fact_rows(listings, today)] if listings else []
    return Comparison(columns, tuple(rows))


def _row_of(
    listings: Sequence[PublicListing],
    label: str,
    words: Callable[[PublicListing], str],
) -> Row:
    return Row(label, tuple((words(one) or NOT_STATED, one.title) for one in listings))


def _price_rows(listings: Sequence[PublicListing]) -> list[Row]:
    rows = [row for listing in listings for row in listing.prices]
    return [
        _row_of(
            listings,
            f"{PRICE_UNIT_LABELS[unit]}, {DAY_BAND_LABELS[band].lower()}",
            partial(_price, unit=unit, place=place),
        )
        for unit in PriceUnit
        for place, band in enumerate(DayBand)
        if any(row.unit == unit and (place == 0 or row.own[place]) for row in rows)
    ]


def _price(listing: PublicListing, unit: PriceUnit, place: int) -> str:
    row = next((row for row in listing.prices if row.unit == unit), None)
    return amount_words(row.pence[place]) if row else ""


def _terms(listing: PublicListing, place: int) -> str:
    return listing.words[place].terms


def _fact_rows(listings: Sequence[PublicListing], today: date) -> list[Row]:
    by_kind = [
        _row_of(listings, words.label, partial(_terms, place=place))
        for place, words in enumerate(listings[0].words)
    ]
    return [
        _row_of(listings, "Free time", lambda one: one.free),
        _row_of(
            listings,
            "Confirmed by them",
            lambda one: f"{spoken_date(one.confirmed)}, {spoken_age(one.confirmed, today)}",
        ),
        *by_kind,
        _row_of(listings, "Based in", lambda one: one.town),
        _row_of(
            listings,
            "Accredited",
            lambda one: f"Yes, until {spoken_date(one.accredited.until)}" if one.accredited else "",
        ),
    ]
