"""What this room declares."""

from marketplace.core.rooms import Room, Work, nobody_told
from marketplace.tasks.event_words import EVENTS
from marketplace.tasks.handing_over import count, leave, lend, take_back
from marketplace.tasks.keeps import KEEPS
from marketplace.tasks.rules import MAY_SHARE_TASKS, TaskState
from marketplace.tasks.samples import SAMPLES
from marketplace.tasks.wording import SENTENCES

ROOM = Room(
    name="tasks",
    urls="marketplace.tasks.urls",
    pages="Tasks",
    permissions=(MAY_SHARE_TASKS,),
    works=(Work("open task", "open tasks", count, lend, take_back, leave),),
    who_is_told=nobody_told(
        "whoever does it knows; the room tells what became of its subject", TaskState.DONE
    ),
    keeps=KEEPS,
    sentences=SENTENCES,
    samples=SAMPLES,
    events=EVENTS,
)
