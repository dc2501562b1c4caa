"""A listing as an offer, and the button that saves it: used by every page that shows offers."""

from typing import Any

from django import template
from django.template.context import Context

from marketplace.listings.requests import saved_ids, shortlist_address
from marketplace.listings.wording import OfferCard

register = template.Library()


@register.inclusion_tag("listings/tags/offer.html", takes_context=True)
def listing_offer(context: Context, card: OfferCard, *, level: int = 3) -> dict[str, Any]:
    """An offer card with its shortlist button."""
    return {"card": card, "level": level, **_page(context)}


@register.inclusion_tag("listings/tags/shortlist_button.html", takes_context=True)
def shortlist_button(context: Context, listing: Any, *, wide: bool = False) -> dict[str, Any]:
    """Add to the shortlist, or take off it, and come back to this page.

    The shortlist is that of the person whose plan is in hand, where one is, else the visitor's own.

    `listing` has `public_id` and `name` or `title`.
    """
    request = context.get("request")
    page = _page(context)
    plan = page["plan_in_hand"]
    person_id = plan.person_id if plan else None
    saved = saved_ids(request.session, person_id) if request is not None else []
    on_it = listing.public_id in saved
    return {
        "public_id": listing.public_id,
        "name": getattr(listing, "name", "") or listing.title,
        "saved": on_it,
        "to": shortlist_address("shortlist_remove" if on_it else "shortlist_add", person_id),
        "wide": wide,
        **page,
    }


def _page(context: Context) -> dict[str, Any]:
    request = context.get("request")
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "plan_in_hand": context.get("plan_in_hand"),
        "next": request.get_full_path() if request is not None else "",
    }
