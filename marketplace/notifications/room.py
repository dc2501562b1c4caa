"""What this room declares."""

from marketplace.core.rooms import Room
from marketplace.notifications.event_words import EVENTS
from marketplace.notifications.keeps import KEEPS
from marketplace.notifications.samples import SAMPLES

ROOM = Room(
    name="notifications",
    urls="marketplace.notifications.urls",
    pages="What happened",
    shared_tags=("notifications",),
    keeps=KEEPS,
    samples=SAMPLES,
    events=EVENTS,
)
