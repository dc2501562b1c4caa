"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room, nobody_told
from payments.cards.rules import (
    FIGURES,
    MAY_IMPORT_MONEY,
    EventState,
    HoldState,
    ImportTask,
    LineState,
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
    menu=(
        MenuEntry("Statements", "cards:imports", FINANCE, order=51),
        MenuEntry("Cards and accounts", "cards:accounts", FINANCE, order=52),
    ),
    who_is_told=(
        *nobody_told("the bank booked it: the person's payments show it", LineState.BOOKED),
        *nobody_told(
            "the card processor says it: the person's balance shows it",
            *(state for state in HoldState if state != HoldState.PENDING),
        ),
        *nobody_told("a page of its own lists what was parked", *EventState),
    ),
    figures=FIGURES,
    sentences=SENTENCES,
    samples=SAMPLES,
)
