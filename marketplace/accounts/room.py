"""What this room declares."""

from marketplace.accounts.rules import MAY_COUNT_TRIES
from marketplace.accounts.samples import SAMPLES
from marketplace.core.rooms import Room

ROOM = Room(name="accounts", permissions=(MAY_COUNT_TRIES,), samples=SAMPLES)
