"""What this room declares."""

from marketplace.accounts.samples import SAMPLES
from marketplace.core.rooms import Room

ROOM = Room(name="accounts", samples=SAMPLES)
