"""What this room declares."""

from marketplace.core.rooms import Room
from payments.ledger.rules import MAY_POST_MONEY
from payments.ledger.wording import SENTENCES

ROOM = Room(name="ledger", permissions=(MAY_POST_MONEY,), sentences=SENTENCES)
