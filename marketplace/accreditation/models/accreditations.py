"""Accreditations of suppliers under schemes, and each step in their lives."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models.applications import Application
from marketplace.accreditation.models.schemes import Scheme
from marketplace.accreditation.rules import REASON_LENGTH, AccreditationState
from marketplace.core.actor_columns import one_actor
from marketplace.suppliers.models import Supplier


class AccreditationQuerySet(models.QuerySet["Accreditation"]):
    def valid(self, on: date) -> "AccreditationQuerySet":
        """In force on a day: valid, begun, not yet ended. Expiry needs no job."""
        return self.filter(state=AccreditationState.VALID, valid_from__lte=on, valid_until__gt=on)

    def visible_to(self, viewer: Viewer) -> "AccreditationQuerySet":
        return self.filter(supplier__in=Supplier.objects.visible_to(viewer))


class Accreditation(models.Model):
    """A supplier accredited under a scheme, from a day until a day, unless suspended."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="accreditations")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="accreditations")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True)
    state = models.CharField(
        max_length=10,
        default=AccreditationState.VALID,
        choices=AccreditationState.choices(),
    )
    state_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    is_held = models.BooleanField(
        default=False, help_text="Suspended for somebody's safety: only who did that ends it."
    )
    is_untold = models.BooleanField(
        default=False, help_text="The supplier is not told of the suspension yet."
    )
    valid_from = models.DateField()
    valid_until = models.DateField()

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "scheme"], name="one_accreditation_a_scheme"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="accreditation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(is_held=False, is_untold=False) | Q(is_held=True, state="suspended"),
                name="accreditation_held_while_suspended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.scheme} {self.state}"


class AccreditationChange(models.Model):
    """One step in the life of an accreditation, with its reason.

    With an application it was granted or renewed; without one, suspended, lifted or withdrawn.
    """

    accreditation = models.ForeignKey(Accreditation, models.CASCADE, related_name="changes")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=10, choices=AccreditationState.choices())
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    valid_until = models.DateField()
    is_held = models.BooleanField(
        default=False, help_text="Done for somebody's safety: nobody reads by whom."
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by_system = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [one_actor("changed_by")]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.state} {self.changed_at:%Y-%m-%d}"
