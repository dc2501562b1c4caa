"""``{% load accreditation %}``: what the pages of suppliers show of their accreditation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.permissions import can_change_accreditation
from marketplace.accreditation.queries.evidence import KindGuide, guide_for
from marketplace.accreditation.queries.progress import (
    AccreditationOnDay,
    accreditations_of,
    history_of,
    progress_of,
)
from marketplace.accreditation.rules import AccreditationStatus
from marketplace.accreditation.wording.pages import (
    STATUS_TONES,
    accreditation_card,
    history_item,
    progress_item,
)
from marketplace.core.words import spoken_date
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import acts_for

register = template.Library()


@register.simple_tag
def scheme_guide(viewer: Viewer) -> list[KindGuide]:
    """What the viewer's council asks of each kind of supplier today."""
    return guide_for(viewer.council_id, viewer.today)


@register.simple_tag
def with_progress(suppliers: Sequence[Supplier], today: date) -> list[dict[str, Any]]:
    """Each supplier with the schemes for its kind and the next thing to do for each."""
    found = progress_of(list(suppliers), today)
    return [
        {
            "supplier": supplier,
            "progress": [progress_item(one, supplier) for one in found.get(supplier.pk, [])],
        }
        for supplier in suppliers
    ]


@register.simple_tag
def supplier_record(supplier: Supplier, viewer: Viewer) -> dict[str, Any]:
    """One supplier's accreditations, what this user may change, and everything decided so far."""
    found = accreditations_of(supplier, viewer.today)
    own = acts_for(viewer, supplier.pk)
    may_change = bool(found) and can_change_accreditation(viewer, found[0].accreditation)
    is_held = any(one.accreditation.is_held for one in found)
    label, tone = _best(found)
    return {
        "state": label,
        "tone": tone,
        "facts": [
            ("Type of supplier", supplier.get_kind_display()),
            ("Town", supplier.town),
            ("Registered", spoken_date(supplier.registered_at)),
        ],
        "accreditations": [accreditation_card(one, may_change, is_held) for one in found],
        "history": [history_item(event, not own) for event in history_of(supplier)],
    }


def _best(found: Sequence[AccreditationOnDay]) -> tuple[str, str]:
    """The label and tone of the best status; the enum's order is from best to worst."""
    statuses = {one.status for one in found}
    best = next((status for status in AccreditationStatus if status in statuses), None)
    return (best.label, STATUS_TONES[best]) if best else ("Not accredited", "")
