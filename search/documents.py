"""What the index knows of one listing: a copy, never the authority."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from search.facets import DAYS, PARTS


@dataclass(frozen=True, slots=True)
class IndexedPrice:
    """A price that holds from `start` until `end` (not included; None is open)."""

    unit: str
    amount_pence: int
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class DatedCode:
    """A facet value that holds from `start` until `end` (not included; None is open)."""

    code: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One listing as a searcher may find it.

    `codes` holds the plain facet values by facet; `accreditations` are dated, because a scheme may
    lapse while another keeps the listing public. `latitude` and `longitude` are both given or both
    None. `slots` has one bit per day and part of day, see `slot_bit`. The listing is public from
    `public_from` until `public_until` (not included; None is open).
    """

    listing_id: int
    authority_id: int
    name: str
    public_from: datetime
    public_until: datetime | None = None
    supplier_name: str = ""
    tags: str = ""
    summary: str = ""
    body: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accreditations: tuple[DatedCode, ...] = ()
    prices: tuple[IndexedPrice, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    slots: int = 0
    confirmed_on: date | None = None


def slot_bit(day: str, part: str) -> int:
    """The place of one day and part of day in `slots`, from 0 to 34."""
    return DAYS.index(day) * len(PARTS) + PARTS.index(part)


def slots_of(times: Mapping[str, tuple[str, ...]]) -> int:
    """A `slots` value from parts of day by day."""
    return sum({1 << slot_bit(day, part) for day, parts in times.items() for part in parts})


def to_content(doc: SearchDocument) -> dict[str, Any]:
    """Everything but the ids and the public dates, as JSON can hold it."""
    return {
        "name": doc.name,
        "supplier_name": doc.supplier_name,
        "tags": doc.tags,
        "summary": doc.summary,
        "body": doc.body,
        "codes": {facet: list(codes) for facet, codes in doc.codes.items()},
        "accreditations": [[each.code, *_span(each)] for each in doc.accreditations],
        "prices": [[price.unit, price.amount_pence, *_span(price)] for price in doc.prices],
        "point": [doc.latitude, doc.longitude],
        "slots": doc.slots,
        "confirmed_on": doc.confirmed_on.isoformat() if doc.confirmed_on else None,
    }


def from_content(
    listing_id: int,
    authority_id: int,
    public_from: datetime,
    public_until: datetime | None,
    content: Mapping[str, Any],
) -> SearchDocument:
    """The document that `to_content` was made from."""
    latitude, longitude = content["point"]
    return SearchDocument(
        listing_id=listing_id,
        authority_id=authority_id,
        name=content["name"],
        public_from=public_from,
        public_until=public_until,
        supplier_name=content["supplier_name"],
        tags=content["tags"],
        summary=content["summary"],
        body=content["body"],
        codes={facet: tuple(codes) for facet, codes in content["codes"].items()},
        accreditations=tuple(
            DatedCode(code, *_dates(start, end)) for code, start, end in content["accreditations"]
        ),
        prices=tuple(
            IndexedPrice(unit, pence, *_dates(start, end))
            for unit, pence, start, end in content["prices"]
        ),
        latitude=latitude,
        longitude=longitude,
        slots=content["slots"],
        confirmed_on=_date(content["confirmed_on"]),
    )


def _span(dated: IndexedPrice | DatedCode) -> tuple[str, str | None]:
    return dated.start.isoformat(), dated.end.isoformat() if dated.end else None


def _dates(start: str, end: str | None) -> tuple[date, date | None]:
    return date.fromisoformat(start), _date(end)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
