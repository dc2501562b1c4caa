"""What this room declares."""

from marketplace.loans.keeps import KEEPS
from marketplace.loans.rules import (
    MAY_LEND,
    MAY_SET_UP_LOANS,
    LoanPurpose,
    LoanReading,
    LoanState,
    LoanTask,
)
from marketplace.loans.samples import SAMPLES
from marketplace.loans.wording import SENTENCES

from marketplace.accounts.rules import Role
from marketplace.core.findings import HealthCheck, HealthFinding
from marketplace.core.rooms import MenuEntry, Queue, Room, SettingsPage, nobody_told

ROOM = Room(
    name="loans",
    urls="marketplace.loans.urls",
    url_prefix="loans/",
    permissions=(MAY_LEND, MAY_SET_UP_LOANS),
    task_kinds=tuple(LoanTask),
    purposes=tuple(LoanPurpose),
    readings=tuple(LoanReading),
    menu=(MenuEntry("Loans", "loans:list", frozenset({Role.BROKER}), order=32),),
    queues=(Queue(LoanTask.COLLECT, "loans to collect", "loans:list"),),
    who_is_told=nobody_told("whoever collects it brought it", LoanState.RETURNED),
    settings_pages=(
        SettingsPage("Loans", "loans:settings", MAY_SET_UP_LOANS, "How long a loan is."),
    ),
    keeps=KEEPS,
    sentences=SENTENCES,
    samples=SAMPLES,
    events={"equipment_lent": "Equipment lent", "equipment_collected": "Equipment collected"},
    health=(HealthCheck("loans", lambda at: HealthFinding(False, "A loan is overdue.")),),
)
