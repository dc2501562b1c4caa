"""What this room declares."""

from marketplace.core.health import MACHINE, QUEUE, SET_UP
from marketplace.core.keeps import KEEPS
from marketplace.core.rooms import Room
from marketplace.core.samples import SAMPLES
from marketplace.core.wording import SENTENCES

ROOM = Room(
    name="core",
    sentences=SENTENCES,
    samples=SAMPLES,
    keeps=KEEPS,
    health=(*MACHINE, *QUEUE, *SET_UP),
)
