"""What this room declares."""

from marketplace.core.rooms import Pack, Room
from payments.ledger.event_words import EVENTS
from payments.ledger.health import CHECKS
from payments.ledger.keeps import KEEPS
from payments.ledger.models import Account
from payments.ledger.rules import MAY_EXAMINE_SEALS, MAY_POST_MONEY
from payments.ledger.samples import SAMPLES
from payments.ledger.wording import SENTENCES

ROOM = Room(
    name="ledger",
    permissions=(MAY_POST_MONEY, MAY_EXAMINE_SEALS),
    sentences=SENTENCES,
    keeps=KEEPS,
    pack=Pack(otherwise={Account: "each is opened with the person or the card that it is of"}),
    samples=SAMPLES,
    health=CHECKS,
    events=EVENTS,
)
