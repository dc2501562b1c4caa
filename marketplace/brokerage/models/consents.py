"""That a plan is the person's own, as it was said: appended, never changed."""

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.brokerage.models.plans import SupportPlan
from marketplace.brokerage.rules import LINE_LENGTH, ConsentKind, ConsentWay
from marketplace.core.actor_columns import one_actor
from marketplace.people.rules import RelationshipKind


class PlanConsent(models.Model):
    """Somebody said "this is my plan" of what was in a plan then, in one of four forms."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="consents")
    content_version = models.PositiveIntegerField(help_text="Of what is in the plan.")
    kind = models.CharField(max_length=14, choices=ConsentKind.choices())
    way = models.CharField(max_length=6, choices=ConsentWay.choices())
    said_by = models.CharField(
        max_length=LINE_LENGTH,
        blank=True,
        help_text="Who said so or decided; empty for the person.",
    )
    said_date = models.DateField()
    own_view = models.TextField(blank=True, help_text="The person's own words or view.")
    consulted = models.TextField(blank=True, help_text="Who was asked before a decision.")
    speaker_kind = models.CharField(max_length=20, blank=True, choices=RelationshipKind.choices())
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_system = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            one_actor("recorded_by"),
            models.CheckConstraint(
                condition=Q(kind=ConsentKind.OWN, way=ConsentWay.PAGE)
                | Q(kind=ConsentKind.SPEAKER)
                | ~Q(kind=ConsentKind.OWN) & ~Q(way=ConsentWay.PAGE),
                name="own_consent_on_own_page",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ConsentKind.BEST_INTERESTS) | ~Q(consulted=""),
                name="best_interests_after_asking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.said_date}"
