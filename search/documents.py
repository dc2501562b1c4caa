"""What the index knows of one listing: a copy, never the authority."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from search.facets import DAYS, PARTS


@dataclass(frozen=True, slots=True)
class DatedPrice:
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
    prices: tuple[DatedPrice, ...] = ()
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
