"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import CaseSubject, MenuEntry, Room, SubjectPage
from marketplace.suppliers.event_words import EVENTS
from marketplace.suppliers.keeps import KEEPS
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.queries import (
    parties_of_suppliers,
    supplier_on_page,
    suppliers_found,
    suppliers_named,
)
from marketplace.suppliers.rules import MAY_MANAGE_OWN_SUPPLIER, MAY_OVERSEE_SUPPLIERS
from marketplace.suppliers.samples import SAMPLES
from marketplace.suppliers.wording import SENTENCES

KIND = Supplier._meta.label_lower

ROOM = Room(
    name="suppliers",
    urls="marketplace.suppliers.urls",
    pages="Suppliers and registration",
    permissions=(MAY_MANAGE_OWN_SUPPLIER, MAY_OVERSEE_SUPPLIERS),
    menu=(
        MenuEntry("Suppliers", "suppliers:all", frozenset({Role.ACCREDITOR}), order=12),
        MenuEntry("My organisation", "suppliers:mine", frozenset({Role.SUPPLIER}), order=20),
    ),
    case_subjects=(
        CaseSubject(KIND, "Supplier", suppliers_found, suppliers_named, parties_of_suppliers),
    ),
    subject_pages={"suppliers/<uuid:public_id>/": SubjectPage(KIND, supplier_on_page)},
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
    events=EVENTS,
)
