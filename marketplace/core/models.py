"""The audit trail: ids and codes only, no foreign keys, so erasure acts on other tables."""

from django.db import models


class AuditEvent(models.Model):
    """One state change: who, when, what, to which rows. Append-only by database trigger."""

    recorded_at = models.DateTimeField()
    authority_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(max_length=80)
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["event", "recorded_at"], name="audit_by_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type}:{self.subject_id}"
