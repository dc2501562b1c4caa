"""What this room declares."""

from marketplace.core.rooms import Room
from marketplace.tasks.wording import SENTENCES

ROOM = Room(name="tasks", urls="marketplace.tasks.urls", sentences=SENTENCES)
