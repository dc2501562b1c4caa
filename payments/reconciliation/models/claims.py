"""What matches use up: due periods of planned support, and purchases that refunds give back."""

from django.db import models
from django.db.models import Q

from payments.reconciliation.models.matches import Match


class DueClaimQuerySet(models.QuerySet["DueClaim"]):
    def active(self) -> "DueClaimQuerySet":
        return self.filter(released_at=None)


class DueClaim(models.Model):
    """That a match pays one due period of a plan line, or gives back one purchase, in whole or in part.

    A due may be paid in several payments: `instalment` counts them from 0, so that no two can take the
    same place. `target_id` is a plan line, or the received line of the purchase.
    """

    match = models.ForeignKey(Match, models.CASCADE, related_name="claims")
    kind = models.CharField(
        max_length=12, help_text="What is claimed: planned support or a purchase."
    )
    target_id = models.BigIntegerField()
    due = models.DateField(help_text="First day of the period, or the day of the purchase.")
    units_c = models.PositiveBigIntegerField(
        default=0, help_text="Hundredths of a unit that it pays of a period."
    )
    instalment = models.PositiveSmallIntegerField(default=0)
    released_at = models.DateTimeField(
        null=True, blank=True, help_text="When its match was undone."
    )

    objects = DueClaimQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target_id", "due", "instalment"],
                condition=Q(released_at__isnull=True),
                name="one_claim_a_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}, {self.due}"
