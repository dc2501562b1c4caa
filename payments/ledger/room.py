"""What this room declares."""

from marketplace.core.rooms import Room
from payments.ledger.samples import SAMPLES

ROOM = Room(name="ledger", samples=SAMPLES)
