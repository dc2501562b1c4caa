"""``{% load cms_tags %}``: what pages show of live data, read again for each request."""

from typing import Any

from django import template
from django.template.context import Context

from cms.models import HomePage
from cms.queries import (
    HiddenListing,
    Way,
    description_of,
    featured_ids,
    hidden_listings,
    size_on_page,
    way_in,
)
from marketplace.accounts.requests import authority_of
from marketplace.core.clock import now
from marketplace.listings.wording import OfferCard, offer_cards

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_in(context: Context, page: HomePage) -> list[Way]:
    """The ways in whose word is still in this council's vocabulary."""
    council = authority_of(context["request"]).pk
    values = [block.value for block in page.ways]
    return [
        way_in(**value)
        for value in values
        if value["term"] and value["term"].authority_id == council
    ]


@register.simple_tag(takes_context=True)
def featured(context: Context, page: HomePage) -> list[OfferCard]:
    """Offers of the listings that the editor chose and that anybody may see at this moment."""
    chosen = [block.value for block in page.featured]
    return offer_cards(featured_ids(authority_of(context["request"]), chosen), now())


@register.simple_tag(takes_context=True)
def featured_not_shown(context: Context, page: HomePage) -> list[HiddenListing]:
    """For the editor's preview: the chosen listings that the page leaves out, and why. Else none."""
    if not getattr(context["request"], "is_preview", False):
        return []
    chosen = [block.value for block in page.featured]
    return hidden_listings(authority_of(context["request"]), chosen, now())


@register.simple_tag
def pages_under(page: Any) -> list[Any]:
    """The live pages below one, in the editor's order."""
    return list(page.get_children().live().specific())


@register.simple_tag
def trail(page: Any) -> Any:
    """The section that a page stands in, or None right under the home page."""
    parent = page.get_parent()
    return parent if parent.depth > 2 else None


@register.simple_tag
def picture_on_page(image: Any) -> Any:
    """The prepared picture, or None while there is none: nothing is decoded for a visitor."""
    found = size_on_page(image)
    return found and found.img_tag()


@register.filter
def described(image: Any) -> str:
    """A picture in words, empty for one that only decorates."""
    return description_of(image)
