"""The audit trail: ids and codes only, no foreign keys, so erasure acts on other tables."""

from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """One state change: who, when, what, to which rows. Append-only by database trigger."""

    recorded_at = models.DateTimeField()
    authority_id = models.BigIntegerField(null=True, db_index=True)
    by_user_id = models.BigIntegerField(null=True)
    by_system = models.CharField(max_length=80, blank=True)
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
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
