"""A thing that a person has on loan."""

import uuid

from django.db import models
from marketplace.loans.rules import LoanState

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class LoanQuerySet(models.QuerySet["Loan"]):
    def visible_to(self, viewer: Viewer) -> "LoanQuerySet":
        """Loans to people whose plan the viewer may see."""
        seen = Person.objects.visible_to(viewer, scope=Scope.PLAN)
        return self.filter(person__in=seen, authority_id=viewer.council_id)


class Loan(models.Model):
    """Lent to one person, to be collected on a day."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="loans")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="loans")
    thing = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default=LoanState.LENT)
    collect_date = models.DateField()
    lent_at = models.DateTimeField()

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["collect_date", "pk"]

    def __str__(self) -> str:
        return self.thing
