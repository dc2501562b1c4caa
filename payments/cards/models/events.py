"""The card processor's deliveries, as they came."""

from django.db import models

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from payments.cards.rules import MAY_IMPORT_MONEY, EventState, EventSubject, event_subject
from payments.gateway.contract import LONGEST_WORD


class WebhookEventQuerySet(models.QuerySet["WebhookEvent"]):
    def visible_to(self, viewer: Viewer) -> "WebhookEventQuerySet":
        """Finance officers see their council's events, and those that belong to no account yet."""
        councils = viewer.councils_with(MAY_IMPORT_MONEY)
        return self.filter(authority_id__in=councils)


class WebhookEvent(models.Model):
    """One signed delivery, stored raw before anything is done with it."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    provider = models.CharField(max_length=10)
    provider_account = models.CharField(max_length=LONGEST_WORD)
    event_id = models.CharField(max_length=120)
    event_type = models.CharField(max_length=LONGEST_WORD)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=EventState.RECEIVED.value, choices=EventState.choices()
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problems = models.JSONField(
        default=list, blank=True, help_text="Why it is parked: code and facts."
    )
    processed_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "provider", "provider_account", "event_id"],
                name="one_event_a_council",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.event_id}"

    @property
    def subject(self) -> EventSubject:
        return event_subject(self.event_type)
