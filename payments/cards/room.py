"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room
from payments.cards.health import CHECKS
from payments.cards.rules import FIGURES, MAY_IMPORT_MONEY, ImportTask, MoneyPurpose
from payments.cards.samples import SAMPLES
from payments.cards.wording import SENTENCES

FINANCE = frozenset({Role.FINANCE})

ROOM = Room(
    name="cards",
    urls="payments.cards.urls",
    permissions=(MAY_IMPORT_MONEY,),
    task_kinds=tuple(ImportTask),
    purposes=tuple(MoneyPurpose),
    menu=(
        MenuEntry("Statements", "cards:imports", FINANCE, order=51),
        MenuEntry("Cards and accounts", "cards:accounts", FINANCE, order=52),
    ),
    figures=FIGURES,
    sentences=SENTENCES,
    samples=SAMPLES,
    health=CHECKS,
)
