"""What this room keeps, and until when."""

from marketplace.core.retention import After, Kept
from marketplace.notifications.models import Notification

KEEPS = (
    Kept(
        Notification,
        "What you were told",
        After("keep_notification", "told_at"),
        person=("user__person_record",),
        shows={"kind": "What about", "told_at": "When"},
        council="authority",
    ),
)
