"""What this room keeps, and until when."""

from marketplace.core.job_queue import BEATS_KEPT
from marketplace.core.mail import MAIL_KEPT
from marketplace.core.models import AuditEvent, OutgoingMail, ScheduledRun, WorkerBeat
from marketplace.core.retention import Kept, Never, Tidied

KEEPS = (
    Kept(
        AuditEvent, "What was done and by whom", Never("it holds ids and codes, no names or words")
    ),
    Kept(WorkerBeat, "Signs of life of the worker", Tidied("core.jobs.tidy_queue", BEATS_KEPT)),
    Kept(ScheduledRun, "When a scheduled job last ran", Never("it is about nobody")),
    Kept(OutgoingMail, "Mail that waits to be sent", Tidied("core.jobs.tidy_queue", MAIL_KEPT)),
)
