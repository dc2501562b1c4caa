"""The audit trail: ids and codes only, no foreign keys, so erasure acts on other tables."""

from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """One state change: who, when, what, to which rows. Append-only by database trigger."""

    recorded_at = models.DateTimeField()
    authority_id = models.BigIntegerField(null=True)
    by_user_id = models.BigIntegerField(null=True)
    by_system = models.CharField(max_length=80, blank=True)
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["authority_id", "recorded_at", "id"], name="audit_by_council"),
            models.Index(fields=["event", "recorded_at"], name="audit_by_event"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_user_id__isnull=False, by_system="")
                | (Q(by_user_id__isnull=True) & ~Q(by_system="")),
                name="audit_names_one_actor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type}:{self.subject_id}"


class WorkerBeat(models.Model):
    """A sign of life: one row for each lane of each worker that runs, with the job in its hand.

    A job is written here in the transaction that claims it, so a running job that no living row
    names is nobody's. `place` and `process` tell a worker on the same machine whether it is gone.
    """

    worker_id = models.CharField(max_length=64, unique=True)
    lane = models.CharField(max_length=32)
    place = models.CharField(max_length=120, blank=True)
    process = models.PositiveIntegerField()
    beat_at = models.DateTimeField()
    job_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return self.worker_id


class ScheduledRun(models.Model):
    """When a scheduled task was last queued. Whoever moves the time on is the one who queues it."""

    task_path = models.CharField(max_length=200, unique=True)
    queued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task_path


class OutgoingMail(models.Model):
    """A message that waits for its delivery, and is removed by it: the job that delivers holds its
    id only. `parts` are the arguments of Django's EmailMessage. It never holds a link that opens
    something without a password."""

    queued_at = models.DateTimeField()
    parts = models.JSONField()

    def __str__(self) -> str:
        return f"mail {self.pk}"
