"""What this room declares."""

from marketplace.core.rooms import Room

ROOM = Room(name="ledger")
