"""Listings side by side: one row for each fact, "Not stated" where a listing does not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from marketplace.core.words import spoken_age, spoken_date
from marketplace.listings.queries.page import SAME, PriceRow, PublicListing
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
    """One fact about each listing, in the columns' order."""

    label: str
    cells: tuple[str, ...]
    strong: bool = False


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


def _price_rows(listings: Sequence[PublicListing]) -> list[Row]:
    used = {row.unit for listing in listings for row in listing.prices}
    return [
        Row(
            f"{PRICE_UNIT_LABELS[unit]}, {DAY_BAND_LABELS[band].lower()}",
            tuple(_price(listing, unit, place) for listing in listings),
            strong=True,
        )
        for unit in PriceUnit
        if unit in used
        for place, band in enumerate(DayBand)
        if place == 0 or _differs(listings, unit, place)
    ]


def _row(listing: PublicListing, unit: PriceUnit) -> PriceRow | None:
    return next((row for row in listing.prices if row.unit == unit), None)


def _price(listing: PublicListing, unit: PriceUnit, place: int) -> str:
    row = _row(listing, unit)
    return row.cells[place] if row else NOT_STATED


def _differs(listings: Sequence[PublicListing], unit: PriceUnit, place: int) -> bool:
    rows = [row for listing in listings if (row := _row(listing, unit))]
    return any(row.cells[place] not in (SAME, NOT_STATED) for row in rows)


def _fact_rows(listings: Sequence[PublicListing], today: date) -> list[Row]:
    rows = [
        Row("Free time", tuple(listing.free or NOT_STATED for listing in listings)),
        Row(
            "Confirmed by them",
            tuple(
                f"{spoken_date(listing.confirmed)}, {spoken_age(listing.confirmed, today)}"
                for listing in listings
            ),
        ),
    ]
    for place, words in enumerate(listings[0].words):
        cells = tuple(listing.words[place].terms or NOT_STATED for listing in listings)
        rows.append(Row(words.label, cells))
    rows.append(Row("Based in", tuple(listing.town or NOT_STATED for listing in listings)))
    rows.append(
        Row(
            "Accredited",
            tuple(
                f"Yes, until {spoken_date(listing.accredited.until)}"
                if listing.accredited
                else NOT_STATED
                for listing in listings
            ),
        )
    )
    return rows
