"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Pack, Room
from payments.ledger.event_words import EVENTS, SUBJECTS
from payments.ledger.health import CHECKS
from payments.ledger.keeps import KEEPS
from payments.ledger.models import Account, PeriodClose
from payments.ledger.periods import MAY_CLOSE_PERIODS
from payments.ledger.rules import MAY_EXAMINE_SEALS, MAY_POST_MONEY
from payments.ledger.samples import SAMPLES
from payments.ledger.wording import NOTIFICATIONS, SENTENCES

ROOM = Room(
    name="ledger",
    urls="payments.ledger.urls",
    pages="Periods of the books",
    permissions=(MAY_POST_MONEY, MAY_EXAMINE_SEALS, MAY_CLOSE_PERIODS),
    menu=(MenuEntry("Periods", "ledger:periods", frozenset({Role.FINANCE}), order=53),),
    notifications=NOTIFICATIONS,
    sentences=SENTENCES,
    keeps=KEEPS,
    pack=Pack(
        otherwise={
            Account: "each is opened with the person or the card that it is of",
            PeriodClose: "finance closes the first period when its money is settled",
        }
    ),
    samples=SAMPLES,
    health=CHECKS,
    events=EVENTS,
    subjects=SUBJECTS,
)
