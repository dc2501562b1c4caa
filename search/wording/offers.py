"""A search hit as a card: the listing's own card, and why it is here, how far, at which price."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from marketplace.listings.models import Listing
from marketplace.listings.wording import OfferCard, card_of
from search.analysis import Analysed, highlight
from search.backends.base import Hit
from search.facets import AREA, DAY, PART
from search.projection import searched_text
from search.query import DirectoryQuery
from search.wording.labels import Labels


@dataclass(frozen=True, slots=True)
class Asked:
    """The search that a card answers, on a London day."""

    query: DirectoryQuery
    analysed: Analysed
    labels: Labels
    today: date


def offer_of(hit: Hit, listing: Listing, asked: Asked) -> OfferCard:
    """One result, in the words that are shown. Makes no query."""
    card = card_of(listing, asked.today, unit=asked.query.price_unit)
    place = ", ".join(part for part in (card.place, _distance(hit, listing)) if part)
    text = _marked(listing.summary, asked.analysed)
    return replace(card, text=text, why=_why(listing, asked), place=place)


def _marked(text: str, analysed: Analysed) -> SafeString:
    """A text with the words that were asked for marked."""
    pieces = highlight(text, analysed.tokens)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for part, hit in pieces)
    )


def _why(listing: Listing, asked: Asked) -> str:
    """The words that were found in it, and the chosen things that it has."""
    words = list(dict.fromkeys(_words_found(listing, asked)))
    said = [f"{' and '.join(words)}"] if words else []
    return ", ".join(dict.fromkeys([*said, *_choices_met(listing, asked)]))


def _words_found(listing: Listing, asked: Asked) -> Iterator[str]:
    text = ". ".join(searched_text(listing).values())
    for group in asked.analysed.groups:
        pieces = highlight(text, frozenset(group.tokens))
        word = next((part for part, wanted in pieces if wanted), None)
        if word:
            yield f"“{word.lower()}”"


def _choices_met(listing: Listing, asked: Asked) -> Iterator[str]:
    for term in listing.terms.all():
        if term.code in asked.query.chosen(term.kind):
            yield f"covers {term.label}" if term.kind == AREA.name else term.label.lower()
    for facet in (DAY.name, PART.name):
        chosen = asked.query.chosen(facet)
        if len(chosen) == 1:
            label = asked.labels[facet][chosen[0]]
            yield label if facet == DAY.name else label.lower()


def _distance(hit: Hit, listing: Listing) -> str:
    """How far. An assistant's home is given in whole miles only."""
    if hit.miles is None:
        return ""
    if hit.miles < 0.5:
        return "less than half a mile away"
    if not listing.supplier.is_assistant:
        return f"{hit.miles:.1f} miles away"
    miles = round(hit.miles) or 1
    return f"about {miles} mile{'' if miles == 1 else 's'} away"
