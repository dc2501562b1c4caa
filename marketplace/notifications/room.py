"""What this room declares."""

from marketplace.core.rooms import Room
from marketplace.notifications.samples import SAMPLES

ROOM = Room(
    name="notifications",
    urls="marketplace.notifications.urls",
    shared_tags=("notifications",),
    samples=SAMPLES,
)
