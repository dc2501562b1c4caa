"""What was agreed for a person, and who pays it."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.brokerage.rules import Payer
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person


class BudgetQuerySet(models.QuerySet["PersonalBudget"]):
    def not_ended(self, on: date) -> "BudgetQuerySet":
        """In force on a day, or agreed for later."""
        return self.filter(Q(until_date=None) | Q(until_date__gt=on))


class PersonalBudget(models.Model):
    """What was agreed for a person, in pence a week (Care Act s.26). Streams say who pays it."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="budgets")
    weekly_pence = models.PositiveBigIntegerField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_by_system = models.CharField(max_length=80, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            one_actor("agreed_by"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_date=None), name="one_open_budget_a_person"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")),
                name="budget_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekly_pence} a week from {self.from_date}"


class FundingStream(models.Model):
    """One payer's share of a budget, in pence a week. The person's own share is the contribution."""

    budget = models.ForeignKey(PersonalBudget, models.CASCADE, related_name="streams")
    payer = models.CharField(max_length=8, choices=Payer.choices())
    weekly_pence = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "payer"], name="one_stream_a_payer")
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.weekly_pence} a week"
