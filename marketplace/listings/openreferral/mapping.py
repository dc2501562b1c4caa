"""What an ORUK 3.0 service becomes here: a supplier with a draft listing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal

from marketplace.core.dates import WEEKDAYS
from marketplace.core.pence import round_pence
from marketplace.listings.imports.facts import ImportedListing, ImportedPrice
from marketplace.listings.openreferral.profile import (
    CostOption,
    Location,
    Organization,
    Service,
    ServiceSchedule,
)
from marketplace.listings.rules import (
    MOST_PENCE,
    MOST_SUMMARY,
    MOST_TITLE,
    DayBand,
    PriceUnit,
    parts_between,
    plain_text,
    shortened,
)
from marketplace.suppliers.rules import (
    ADDRESS_LENGTH,
    NAME_LENGTH,
    POSTCODE_LENGTH,
    TOWN_LENGTH,
    WEBSITE_LENGTH,
    website_problems,
)

#: The two letters of a day in the profile (RFC 5545) are the first two of ours.
_DAYS = {day.value[:2].upper(): number for number, day in enumerate(WEEKDAYS)}
_UNIT = re.compile(
    r"(?:\bper|\ban?|\beach|\bfor|/)\s*((?:(?:\d+|one|person|adult|standard)\s+)*)"
    r"(hour|visit|session|night|week|mile|item)s?(?:\s+(session|visit))?\b"
)
_HOURS = re.compile(r"\b(?:hourly|p/?h)\b")
_EACH = re.compile(r"\beach\b")
_CONCESSION = re.compile(r"under|over|concession|student|child|unwaged|member", re.IGNORECASE)
#: Degrees within which Great Britain lies.
LATITUDES, LONGITUDES = (49.5, 61.0), (-8.7, 2.0)
#: Which kind of supplier the words of a service's taxonomy point to; the first that fits.
_KINDS = [
    ("care_home", re.compile(r"care home|nursing home|residential care")),
    ("home_care", re.compile(r"home ?care|domiciliary|care at home|personal care")),
    ("day_service", re.compile(r"day (centre|service|care|opportunit)")),
    ("transport", re.compile(r"transport|dial.a.ride|car scheme")),
    ("equipment_retailer", re.compile(r"equipment|mobility aid")),
]


def to_listing(
    service: Service, organization: Organization, position: str, on: date
) -> ImportedListing:
    """The supplier, words, terms, prices and times of a service, as far as it states them.

    `on` is the London day on which a schedule must still hold. Names of contacts are left out.
    """
    place = _place(service)
    terms = _taxonomy_words(service)
    description = plain_text(service.description or "")
    return ImportedListing(
        reference=service.id,
        supplier_reference=organization.id,
        position=position,
        supplier={
            "kind": _kind(service, terms),
            "name": shortened(plain_text(organization.name), NAME_LENGTH),
            "email": (service.email or organization.email or "")[:254],
            "website": _website(service.url or organization.website),
            **(_address(place) if place else {}),
        },
        words={
            "title": shortened(plain_text(service.name), MOST_TITLE),
            "summary": shortened(description or plain_text(organization.description), MOST_SUMMARY),
            "description": "\n\n".join(part for part in (description, *_extra(service)) if part),
        },
        hints=_hints(service, terms),
        prices=None if service.cost_options is None else _prices(service.cost_options),
        slots=None if service.schedules is None else _slots(service.schedules, on),
    )


def notes_on(service: Service) -> list[str]:
    """What was left out of a service that was otherwise taken in, in sentences."""
    notes = []
    place = _place(service)
    if place and place.latitude is not None and _point(place) is None:
        notes.append(f"its place at {place.latitude}, {place.longitude} is not in Great Britain")
    left_out = [c for c in service.cost_options or [] if c.amount is not None and _unit(c) is None]
    if left_out:
        notes.append(f"{len(left_out)} of its prices do not say what they buy")
    return notes


def _kind(service: Service, terms: Sequence[str]) -> str:
    words = " ".join([service.name, *terms]).lower()
    return next((kind for kind, sign in _KINDS if sign.search(words)), "community")


def _website(address: str | None) -> str:
    if not address or len(address) > WEBSITE_LENGTH or website_problems(address):
        return ""
    return address


def _extra(service: Service) -> list[str]:
    """Sentences for what has no place of its own."""
    low, high = service.minimum_age, service.maximum_age
    ages = ""
    if low is not None and high is not None and high < 100:
        ages = f"For people aged {low} to {high}."
    elif low:
        ages = f"For people aged {low} and over."
    fees = plain_text(service.fees or "")
    return [f"What they say about cost: {fees}" if fees else "", ages]


def _taxonomy_words(service: Service) -> list[str]:
    terms = [a.taxonomy_term for a in service.attributes or [] if a.taxonomy_term]
    return [plain_text(term.name) for term in terms]


def _hints(service: Service, terms: Sequence[str]) -> Mapping[str, tuple[str, ...]] | None:
    parts = (service.attributes, service.languages, service.service_areas)
    if all(part is None for part in parts):
        return None
    languages = [word for one in service.languages or [] for word in (one.name, one.code) if word]
    areas = [
        plain_text(word)
        for area in service.service_areas or []
        for word in (area.name, area.service_area)
        if word
    ]
    return {
        "category": tuple(terms),
        "need": tuple(terms),
        "language": tuple(languages),
        "area": tuple(dict.fromkeys(areas)),
    }


def _place(service: Service) -> Location | None:
    places = [s.location for s in service.service_at_locations or [] if s.location]
    return next((place for place in places if place.location_type == "physical"), None)


def _address(place: Location) -> dict[str, object]:
    point = _point(place)
    facts: dict[str, object] = {
        "latitude": point[0] if point else None,
        "longitude": point[1] if point else None,
    }
    # A postal address may be somebody's home: only where people are received is it shown.
    shown = next(iter(place.addresses or []), None)
    if shown:
        facts["address"] = shortened(plain_text(shown.address_1), ADDRESS_LENGTH)
        facts["town"] = plain_text(shown.city)[:TOWN_LENGTH]
        facts["postcode"] = shown.postal_code.upper()[:POSTCODE_LENGTH]
    return facts


def _point(place: Location) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    point = float(place.latitude), float(place.longitude)
    inside = LATITUDES[0] <= point[0] <= LATITUDES[1] and LONGITUDES[0] <= point[1] <= LONGITUDES[1]
    return point if inside else None


def _prices(options: Sequence[CostOption]) -> tuple[ImportedPrice, ...]:
    """One price for each unit and band: not the concession, and of several the latest."""
    best: dict[tuple[PriceUnit, DayBand], tuple[tuple[bool, str], ImportedPrice]] = {}
    for option in options:
        price = _price(option)
        if price is None:
            continue
        key = PriceUnit(price.unit), DayBand(price.day_band)
        rank = not _CONCESSION.search(option.option or ""), option.valid_from or ""
        if key not in best or rank > best[key][0]:
            best[key] = rank, price
    return tuple(best[key][1] for key in sorted(best))


def _price(option: CostOption) -> ImportedPrice | None:
    unit = _unit(option)
    if unit is None or option.amount is None:
        return None
    pence = round_pence(Decimal(option.amount) * 100)
    starts, last = _day(option.valid_from), _day(option.valid_to)
    ends = last + timedelta(days=1) if last else None
    if not 0 <= pence <= MOST_PENCE or (starts and ends and ends <= starts):
        return None
    if ends and not starts:
        # A price must begin before it ends; where only its end is known it is of no use.
        return None
    return ImportedPrice(unit.value, _band(option).value, pence, starts, ends)


def _unit(option: CostOption) -> PriceUnit | None:
    """What an amount buys: "per 1 hour session" buys a session, "£5 each" an item."""
    text = f"{option.amount_description or ''} {option.option or ''}".lower()
    found = _UNIT.search(text)
    if found:
        return PriceUnit(found.group(3) or found.group(2))
    if _HOURS.search(text):
        return PriceUnit.HOUR
    return PriceUnit.ITEM if _EACH.search(text) else None


def _band(option: CostOption) -> DayBand:
    text = f"{option.option or ''} {option.amount_description or ''}".lower()
    if "bank holiday" in text:
        return DayBand.BANK_HOLIDAY
    return DayBand.WEEKEND if re.search(r"weekend|saturday|sunday", text) else DayBand.WEEKDAY


def _slots(schedules: Sequence[ServiceSchedule], on: date) -> tuple[tuple[int, str], ...]:
    found = {slot for schedule in schedules for slot in _slots_of(schedule, on)}
    return tuple(sorted(found))


def _slots_of(schedule: ServiceSchedule, on: date) -> list[tuple[int, str]]:
    last, opens, closes = (
        _day(schedule.valid_to),
        *map(_time, (schedule.opens_at, schedule.closes_at)),
    )
    # A schedule of the past, a monthly one or one without hours does not say when somebody is free.
    if schedule.freq == "MONTHLY" or (last and last < on) or opens is None or closes is None:
        return []
    days = [_DAYS[code] for code in (schedule.byday or "").upper().split(",") if code in _DAYS]
    return [(day, part.value) for day in days for part in parts_between(opens, closes)]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _time(text: str | None) -> time | None:
    try:
        return time.fromisoformat(text or "")
    except ValueError:
        return None
