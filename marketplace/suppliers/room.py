"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room
from marketplace.suppliers.event_words import EVENTS
from marketplace.suppliers.keeps import KEEPS
from marketplace.suppliers.rules import MAY_MANAGE_OWN_SUPPLIER, MAY_OVERSEE_SUPPLIERS
from marketplace.suppliers.samples import SAMPLES
from marketplace.suppliers.wording import SENTENCES

ROOM = Room(
    name="suppliers",
    urls="marketplace.suppliers.urls",
    pages="Suppliers and registration",
    permissions=(MAY_MANAGE_OWN_SUPPLIER, MAY_OVERSEE_SUPPLIERS),
    menu=(
        MenuEntry("Suppliers", "suppliers:all", frozenset({Role.ACCREDITOR}), order=12),
        MenuEntry("My organisation", "suppliers:mine", frozenset({Role.SUPPLIER}), order=20),
    ),
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
    events=EVENTS,
)
