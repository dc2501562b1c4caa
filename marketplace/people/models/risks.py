"""What may go wrong for somebody, and what is done about it, from a day until it is written anew."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.people.models.person import Person
from marketplace.people.rules import LINE, WORDS_LENGTH, RiskHarm, RiskLikelihood, Scope


class PersonRiskQuerySet(models.QuerySet["PersonRisk"]):
    def visible_to(self, viewer: Viewer) -> "PersonRiskQuerySet":
        """Of people whose risks the viewer sees."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.RISK))

    def not_ended(self) -> "PersonRiskQuerySet":
        return self.filter(ended_at=None)


class PersonRisk(models.Model):
    """One risk: what may happen, what the person wants it for, and what is done about it.

    It is never changed: what is no longer so ends, and another is written down.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="risks")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    what = models.CharField(max_length=LINE, help_text="What may happen.")
    wanted = models.CharField(
        max_length=WORDS_LENGTH, blank=True, help_text="Why the person takes it, in their words."
    )
    likelihood = models.CharField(max_length=8, choices=RiskLikelihood.choices())
    harm = models.CharField(max_length=8, choices=RiskHarm.choices())
    done = models.CharField(max_length=WORDS_LENGTH, help_text="What is done about it, by whom.")
    review_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PersonRiskQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="risk_ended_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"risk {self.pk} of person {self.person_id}"
