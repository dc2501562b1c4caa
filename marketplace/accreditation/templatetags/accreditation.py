"""``{% load accreditation %}``: what the pages of suppliers show of their accreditation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.permissions import can_change_standing
from marketplace.accreditation.queries.evidence import KindGuide, guide_for
from marketplace.accreditation.queries.standing import Event, history_of, progress_of
from marketplace.accreditation.wording import SHOWS_LABELS, progress_item, shows_on, standing_card
from marketplace.core.words import spoken_date
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import acts_for

register = template.Library()


@register.simple_tag
def scheme_guide(authority_id: int) -> list[KindGuide]:
    """What a council asks of each kind of supplier."""
    return guide_for(authority_id)


@register.simple_tag
def with_progress(suppliers: Sequence[Supplier], today: date) -> list[dict[str, Any]]:
    """Each supplier with the schemes for its kind and the next thing to do for each."""
    found = progress_of(list(suppliers))
    return [
        {
            "supplier": supplier,
            "progress": [progress_item(one, supplier, today) for one in found.get(supplier.pk, [])],
        }
        for supplier in suppliers
    ]


@register.simple_tag
def standing_of(supplier: Supplier, viewer: Viewer) -> dict[str, Any]:
    """What stands for one supplier, what this user may change, and everything decided so far."""
    standings = list(supplier.accreditations.select_related("scheme", "supplier"))
    own = acts_for(viewer, supplier.pk)
    may_change = bool(standings) and can_change_standing(viewer, standings[0])
    label, tone = _best(standings, viewer.today)
    return {
        "state": label,
        "tone": tone,
        "facts": [
            ("What it is", supplier.get_kind_display()),
            ("Town", supplier.town),
            ("Registered", spoken_date(supplier.registered_at)),
        ],
        "standings": [standing_card(one, viewer.today, may_change) for one in standings],
        "history": [_step(event, not own) for event in history_of(supplier)],
    }


def _best(standings: Sequence[Accreditation], today: date) -> tuple[str, str]:
    shows = {shows_on(one, today) for one in standings}
    return next((SHOWS_LABELS[s] for s in SHOWS_LABELS if s in shows), ("Not accredited", ""))


def _step(event: Event, to_council: bool) -> dict[str, str]:
    page = "accreditation:decide" if to_council else "accreditation:application"
    until = f" until {spoken_date(event.until)}" if event.until else ""
    reason = f" {event.reason}" if event.reason else ""
    return {
        "title": f"{event.what}{until}: {event.scheme_name}",
        "detail": f"{spoken_date(event.at)}, {event.by_name}.{reason}",
        "url": reverse(page, args=[event.application_id]) if event.application_id else "",
    }
