"""What this room declares."""

from marketplace.core.rooms import Room
from marketplace.tasks.keeps import KEEPS
from marketplace.tasks.samples import SAMPLES
from marketplace.tasks.wording import SENTENCES

ROOM = Room(
    name="tasks", urls="marketplace.tasks.urls", sentences=SENTENCES, samples=SAMPLES, keeps=KEEPS
)
