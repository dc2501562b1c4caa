"""What was recorded later: ends that moved, prices that changed, times in which nothing comes."""

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models.agreements import AgreementTerms
from marketplace.brokerage.models.budgets import PersonalBudget
from marketplace.brokerage.models.items import PlanLine
from marketplace.brokerage.models.plans import SupportPlan
from marketplace.brokerage.rules import PauseReason
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class MovedEnd(models.Model):
    """That a budget, the terms of an agreement or a plan was to end on another day until this moment.

    Read backwards from today, it says what was known on any day. Only added to.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="moved_ends")
    budget = models.ForeignKey(
        PersonalBudget, models.CASCADE, null=True, blank=True, related_name="moved_ends"
    )
    terms = models.ForeignKey(
        AgreementTerms, models.CASCADE, null=True, blank=True, related_name="moved_ends"
    )
    plan = models.ForeignKey(
        SupportPlan, models.CASCADE, null=True, blank=True, related_name="moved_ends"
    )
    until_before = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__isnull=False, terms__isnull=True, plan__isnull=True)
                | Q(budget__isnull=True, terms__isnull=False, plan__isnull=True)
                | Q(budget__isnull=True, terms__isnull=True, plan__isnull=False),
                name="end_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"ended {self.until_before}"


class PriceChange(models.Model):
    """A plan line's new price for one unit from a day, in pence; the signed plan stays as it is.

    It is of the line as it was signed at `signed_pence`. A plan signed later at another price is not
    changed by it.
    """

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="price_changes")
    from_date = models.DateField()
    signed_pence = models.PositiveBigIntegerField()
    price_pence = models.PositiveBigIntegerField()
    uprating = models.UUIDField(db_index=True, help_text="Those recorded together.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_system = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["from_date", "pk"]
        constraints = [one_actor("recorded_by")]

    def __str__(self) -> str:
        return f"{self.price_pence} from {self.from_date}"


class PauseQuerySet(models.QuerySet["Pause"]):
    def visible_to(self, viewer: Viewer) -> "PauseQuerySet":
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.PLAN))


class Pause(models.Model):
    """Days on which no planned support comes to a person: in hospital, away, suspended."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="pauses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=9, choices=PauseReason.choices())
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_system = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["from_date", "pk"]
        constraints = [
            one_actor("recorded_by"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")),
                name="pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} from {self.from_date}"
