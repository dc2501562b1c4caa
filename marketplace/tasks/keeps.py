"""What this room keeps, and until when."""

from marketplace.core.retention import After, Kept
from marketplace.tasks.models import Task
from marketplace.tasks.rules import TaskState

KEEPS = (
    Kept(
        Task,
        "Tasks that are done",
        After("keep_done_task", "done_at", only={"state": TaskState.DONE.value}),
        left_out="it names no person",
        council="authority",
    ),
)
