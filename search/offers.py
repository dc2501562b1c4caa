"""A search hit as a card: the listing's own card, and why it is here, how far, at which price."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from marketplace.core.pence import format_pounds
from marketplace.core.words import per_unit
from marketplace.listings.models import Listing
from marketplace.listings.queries.offers import card_of
from marketplace.listings.queries.public import price_lines
from marketplace.suppliers.rules import SUPPLIER_KIND_LABELS, SupplierKind
from search.analysis import Analysed, highlight
from search.backends.base import Hit
from search.facets import AREA, DAY, PART
from search.labels import Labels
from search.query import DirectoryQuery


@dataclass(frozen=True, slots=True)
class Asked:
    """The search that a card answers."""

    query: DirectoryQuery
    analysed: Analysed
    labels: Labels
    at: datetime


def card(hit: Hit, listing: Listing, asked: Asked) -> dict[str, Any]:
    """What the offer component shows of one result. Makes no query."""
    own = card_of(listing, asked.at)
    return {
        **asdict(own),
        "text": _marked(listing.summary, asked.analysed),
        "why": _why(listing, asked),
        "place": ", ".join(part for part in (own.place, _distance(hit, listing)) if part),
        **_price(listing, asked.query),
    }


def _marked(text: str, analysed: Analysed) -> SafeString:
    """A text with the words that were asked for marked."""
    pieces = highlight(text, analysed.tokens)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for part, hit in pieces)
    )


def _why(listing: Listing, asked: Asked) -> str:
    """The words that were found in it, and the chosen things that it has."""
    return ", ".join(dict.fromkeys([*_words_found(listing, asked), *_choices_met(listing, asked)]))


def _words_found(listing: Listing, asked: Asked) -> Iterator[str]:
    kind = SUPPLIER_KIND_LABELS[SupplierKind(listing.supplier.kind)]
    labels = (term.label for term in listing.terms.all())
    words = (listing.title, listing.supplier.public_name, kind, *labels)
    text = ". ".join([*words, listing.summary, listing.description])
    for group in asked.analysed.groups:
        pieces = highlight(text, frozenset(group.tokens))
        word = next((part for part, wanted in pieces if wanted), None)
        if word:
            yield word.lower()


def _choices_met(listing: Listing, asked: Asked) -> Iterator[str]:
    for term in listing.terms.all():
        if term.code in asked.query.chosen(term.kind):
            yield f"comes to {term.label}" if term.kind == AREA.name else term.label.lower()
    for facet in (DAY.name, PART.name):
        chosen = asked.query.chosen(facet)
        if len(chosen) == 1:
            label = asked.labels[facet][chosen[0]]
            yield label if facet == DAY.name else label.lower()


def _distance(hit: Hit, listing: Listing) -> str:
    """How far. An assistant's home is given in whole miles only."""
    if hit.miles is None:
        return ""
    if listing.supplier.kind != SupplierKind.PERSONAL_ASSISTANT:
        return f"{hit.miles:.1f} miles away"
    miles = round(hit.miles)
    if not miles:
        return "less than a mile away"
    return f"about {miles} mile{'' if miles == 1 else 's'} away"


def _price(listing: Listing, query: DirectoryQuery) -> dict[str, str]:
    """The lowest price in the unit that was asked for; nothing when none was."""
    asked = [line for line in price_lines(listing) if line.unit == query.unit]
    if not asked:
        return {}
    lowest = min(line.amount_pence for line in asked)
    words = format_pounds(lowest) if lowest else "Free"
    return {"price": words, "unit": per_unit(query.unit)}
