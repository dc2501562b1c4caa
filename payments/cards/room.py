"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room, SettingsPage
from marketplace.council.rules import MAY_SET_OUTSIDE
from payments.cards.health import CHECKS
from payments.cards.keeps import KEEPS, STORES
from payments.cards.rules import (
    FIGURES,
    MAY_IMPORT_MONEY,
    AccountReading,
    ImportTask,
    MoneyPurpose,
)
from payments.cards.samples import SAMPLES
from payments.cards.wording import SENTENCES

FINANCE = frozenset({Role.FINANCE})

ROOM = Room(
    name="cards",
    urls="payments.cards.urls",
    permissions=(MAY_IMPORT_MONEY,),
    task_kinds=tuple(ImportTask),
    purposes=tuple(MoneyPurpose),
    readings=tuple(AccountReading),
    menu=(
        MenuEntry("Statements", "cards:imports", FINANCE, order=51),
        MenuEntry("Cards and accounts", "cards:accounts", FINANCE, order=52),
    ),
    settings_pages=(SettingsPage("Card processor", "cards:processor", MAY_SET_OUTSIDE),),
    figures=FIGURES,
    sentences=SENTENCES,
    keeps=KEEPS,
    stores=STORES,
    samples=SAMPLES,
    health=CHECKS,
)
