"""A search hit as a card: what it is, why it is here, what it costs and when it is free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from marketplace.core.pence import format_pounds
from marketplace.core.words import per_unit, spoken_age, spoken_date
from marketplace.listings.models import Listing, Price
from marketplace.listings.rules import DayBand
from marketplace.suppliers.rules import SUPPLIER_KIND_LABELS, SupplierKind
from search.analysis import Analysed, highlight
from search.backends.base import Hit
from search.facets import AREA, DAY, PART, UNITS
from search.labels import Labels
from search.query import DirectoryQuery

_ICONS = {
    SupplierKind.PERSONAL_ASSISTANT: "person",
    SupplierKind.EQUIPMENT_RETAILER: "equipment",
    SupplierKind.TRANSPORT: "bus",
    SupplierKind.COMMUNITY: "people",
    SupplierKind.CARE_HOME: "bed",
    SupplierKind.DAY_SERVICE: "cup",
}
_BANDS = {DayBand.WEEKEND: "at weekends", DayBand.BANK_HOLIDAY: "on bank holidays"}


@dataclass(frozen=True, slots=True)
class Card:
    """What the offer component shows, and the listing that it stands for."""

    listing: Listing
    kind: str
    icon: str
    name: str
    url: str
    text: SafeString
    why: str
    free: str
    confirmed: str
    place: str
    badge: str
    price: str
    unit: str
    price_note: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The search that a card answers."""

    query: DirectoryQuery
    analysed: Analysed
    labels: Labels
    today: date


def card(hit: Hit, listing: Listing, url: str, asked: Asked) -> Card:
    """One result. Reads what was fetched with the listing; makes no query."""
    supplier = listing.supplier
    kind = SupplierKind(supplier.kind)
    price, note = _price(listing, asked.query.unit)
    return Card(
        listing=listing,
        kind=SUPPLIER_KIND_LABELS[kind],
        icon=_ICONS.get(kind, "agency"),
        name=listing.title,
        url=url,
        text=_text(listing, asked.analysed),
        why=_why(listing, asked),
        free=_free(listing),
        confirmed=_confirmed(listing, asked.today),
        place=_place(hit, kind),
        badge=_badge(listing),
        price=format_pounds(price.amount_pence) if price else "",
        unit=per_unit(price.unit) if price else "",
        price_note=note,
    )


def _text(listing: Listing, analysed: Analysed) -> SafeString:
    """Who offers it and the summary, with the words that were asked for marked."""
    pieces = highlight(listing.summary, analysed.tokens)
    summary = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces)
    )
    name = listing.supplier.public_name
    return summary if name == listing.title else format_html("{} From {}.", summary, name)


def _why(listing: Listing, asked: Asked) -> str:
    """The words that were found in it, and the chosen things that it has."""
    return ", ".join(dict.fromkeys([*_words_found(listing, asked), *_choices_met(listing, asked)]))


def _words_found(listing: Listing, asked: Asked) -> Iterator[str]:
    text = ". ".join(
        [
            listing.title,
            listing.supplier.public_name,
            SUPPLIER_KIND_LABELS[SupplierKind(listing.supplier.kind)],
            *(term.label for term in listing.terms.all()),
            listing.summary,
            listing.description,
        ]
    )
    for group in asked.analysed.groups:
        pieces = highlight(text, frozenset(group.tokens))
        word = next((piece for piece, wanted in pieces if wanted), None)
        if word:
            yield word.lower()


def _choices_met(listing: Listing, asked: Asked) -> Iterator[str]:
    for term in listing.terms.all():
        if term.code in asked.query.chosen(term.kind):
            yield f"comes to {term.label}" if term.kind == AREA.name else term.label.lower()
    for facet in (DAY.name, PART.name):
        chosen = [asked.labels[facet][code] for code in asked.query.chosen(facet)]
        if len(chosen) == 1:
            yield chosen[0] if facet == DAY.name else chosen[0].lower()


def _free(listing: Listing) -> str:
    capacity = getattr(listing, "capacity", None)
    if capacity is None:
        return ""
    if capacity.unit == UNITS[-1]:
        return f"{capacity.free} in stock" if capacity.free else "Out of stock"
    if not capacity.free:
        return "Full at the moment"
    plural = "" if capacity.free == 1 else "s"
    return f"{capacity.free} {capacity.unit}{plural} a week free"


def _confirmed(listing: Listing, today: date) -> str:
    capacity = getattr(listing, "capacity", None)
    return f"Confirmed {spoken_age(capacity.confirmed_date, today)}" if capacity else ""


def _place(hit: Hit, kind: SupplierKind) -> str:
    """How far. An assistant's home is given in whole miles only."""
    if hit.miles is None:
        return ""
    if kind == SupplierKind.PERSONAL_ASSISTANT:
        miles = round(hit.miles)
        return (
            f"About {miles} mile{'' if miles == 1 else 's'} away"
            if miles
            else "Less than a mile away"
        )
    return f"{hit.miles:.1f} miles away"


def _badge(listing: Listing) -> str:
    until = [each.valid_until for each in listing.supplier.accreditations.all()]
    return f"Accredited until {spoken_date(max(until))}" if until else ""


def _price(listing: Listing, unit: str) -> tuple[Price | None, str]:
    """The lowest price in the asked unit, else in the first that there is, and the other bands."""
    prices = list(listing.prices.all())
    units = [each for each in (unit, *UNITS) if any(price.unit == each for price in prices)]
    if not units:
        return None, ""
    same = sorted((p for p in prices if p.unit == units[0]), key=lambda p: p.amount_pence)
    notes = [
        f"{format_pounds(price.amount_pence)} {_BANDS[DayBand(price.day_band)]}"
        for price in same[1:]
        if price.day_band in _BANDS
    ]
    return same[0], ", ".join(notes)
