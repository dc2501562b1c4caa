"""What this room declares."""

from marketplace.core.rooms import Room, nobody_told
from marketplace.tasks.event_words import EVENTS
from marketplace.tasks.keeps import KEEPS
from marketplace.tasks.rules import TaskState
from marketplace.tasks.samples import SAMPLES
from marketplace.tasks.wording import SENTENCES

ROOM = Room(
    name="tasks",
    urls="marketplace.tasks.urls",
    pages="Tasks",
    who_is_told=nobody_told(
        "whoever does it knows; the room tells what became of its subject", TaskState.DONE
    ),
    keeps=KEEPS,
    sentences=SENTENCES,
    samples=SAMPLES,
    events=EVENTS,
)
