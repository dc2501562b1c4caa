"""Uprating: what was asked for all people of a council from a day, and what it changes for each."""

import uuid

from django.db import models

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.rules import (
    PayerKind,
    PersonChange,
    PriceSource,
    UpratedReason,
    UpratedState,
    UpratingRequest,
    UpratingState,
    from_json,
)
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class UpratingQuerySet(models.QuerySet["Uprating"]):
    def visible_to(self, viewer: Viewer) -> "UpratingQuerySet":
        """Those of the viewer's council."""
        return self.filter(authority=viewer.council_id)


class Uprating(models.Model):
    """Budgets, payments and prices of a council raised from a day: first a preview, then recorded.

    Rates are hundredths of a percent; 0 leaves amounts as they are. `public_id` is in every price
    change that it recorded. `reached_person_id` is how far a job has come, in the order of ids.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="upratings")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        max_length=9, default=UpratingState.PREPARING, choices=UpratingState.choices()
    )
    from_date = models.DateField()
    rate = models.PositiveIntegerField(default=0)
    payers = models.JSONField(default=list, help_text="Kinds of payers whose money goes up.")
    contribution_rate = models.PositiveIntegerField(default=0)
    price_source = models.CharField(max_length=7, choices=PriceSource.choices())
    price_rate = models.PositiveIntegerField(default=0)
    reached_person_id = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_by_system = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by_system = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_by_system = models.CharField(max_length=80, blank=True)

    objects = UpratingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            one_actor("made_by"),
            one_actor("confirmed_by", when="confirmed_at"),
            one_actor("undone_by", when="undone_at"),
        ]

    def __str__(self) -> str:
        return f"uprating from {self.from_date}"

    @property
    def asked(self) -> UpratingRequest:
        """What it is to do."""
        return UpratingRequest(
            self.from_date,
            self.rate,
            frozenset(map(PayerKind, self.payers)),
            self.contribution_rate,
            PriceSource(self.price_source),
            self.price_rate,
        )


class UpratedPersonQuerySet(models.QuerySet["UpratedPerson"]):
    def visible_to(self, viewer: Viewer) -> "UpratedPersonQuerySet":
        """Of people whose money the viewer may see."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.MONEY))


class UpratedPerson(models.Model):
    """What one person's preview showed, and what became of it.

    `change` is what the preview showed, `recorded` the ids of what was made of it; ids, pence and
    dates only. All pence are a week, as `Totals` has them. `stays_count` is how many things stay as they
    are; `reason` is why the person was left out or not undone.
    """

    uprating = models.ForeignKey(Uprating, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="upratings")
    state = models.CharField(max_length=10, choices=UpratedState.choices())
    reason = models.CharField(max_length=13, blank=True, choices=UpratedReason.choices())
    change = models.JSONField()
    stays_count = models.PositiveSmallIntegerField(default=0)
    recorded = models.JSONField(default=dict, blank=True)
    budget_before_pence = models.PositiveBigIntegerField(default=0)
    budget_after_pence = models.PositiveBigIntegerField(default=0)
    paid_before_pence = models.PositiveBigIntegerField(default=0)
    paid_after_pence = models.PositiveBigIntegerField(default=0)
    planned_before_pence = models.PositiveBigIntegerField(default=0)
    planned_after_pence = models.PositiveBigIntegerField(default=0)

    objects = UpratedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["uprating", "person"], name="one_row_a_person_uprated")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in uprating {self.uprating_id}"

    @property
    def shown(self) -> PersonChange:
        """What the preview showed."""
        return from_json(self.change)
