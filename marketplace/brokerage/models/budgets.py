"""What was agreed for a person from when, and how much of each fund it is."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models.funds import Fund
from marketplace.brokerage.rules import (
    NEVER_AGREED,
    REASONS_LENGTH,
    BudgetKind,
    BudgetState,
    PayerKind,
    PlanEnd,
)
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class BudgetQuerySet(models.QuerySet["PersonalBudget"]):
    def visible_to(self, viewer: Viewer) -> "BudgetQuerySet":
        """Budgets of people whose plan the user may see today."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.PLAN))

    def waiting(self) -> "BudgetQuerySet":
        """Proposed, and waiting for a second person."""
        return self.filter(state=BudgetState.PROPOSED).order_by("recorded_at", "pk")

    def indicative(self) -> "BudgetQuerySet":
        """Estimates that are not put forward yet."""
        return self.filter(state=BudgetState.INDICATIVE)

    def told_as_estimates(self) -> "BudgetQuerySet":
        """Estimates that are neither agreed, returned nor withdrawn, the newest last."""
        open_ones = self.filter(state__in=[BudgetState.INDICATIVE, BudgetState.PROPOSED])
        return open_ones.filter(estimated_at__isnull=False).order_by("estimated_at", "pk")

    def agreed(self) -> "BudgetQuerySet":
        """Agreed once, and holding for at least a day."""
        return self.filter(agreed_at__isnull=False).exclude(until_date=F("from_date"))

    def agreed_or_told(self) -> "BudgetQuerySet":
        """What a plan may be held beside: agreed once, or told the person as an estimate."""
        return self.agreed() | self.told_as_estimates()

    def not_ended(self, on: date) -> "BudgetQuerySet":
        """In force on a day, or agreed for later."""
        return self.agreed().filter(Q(until_date=None) | Q(until_date__gt=on))


class PersonalBudget(models.Model):
    """What was agreed for a person (Care Act s.26). Those of a kind follow one another, none overlap.

    One that another replaced for every day ends on its first day.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="budgets")
    kind = models.CharField(max_length=8, default=BudgetKind.CARE, choices=BudgetKind.choices())
    state = models.CharField(
        max_length=10, default=BudgetState.AGREED, choices=BudgetState.choices()
    )
    weekly_pence = models.PositiveBigIntegerField(
        help_text="Council's and partners' funds and the contribution; no top-up."
    )
    one_off_pence = models.PositiveBigIntegerField(default=0)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    allocation_id = models.BigIntegerField(
        null=True, blank=True, help_text="The allocation it came from, once there are allocations."
    )
    estimated_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was told as an estimate, if it was."
    )
    estimated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    estimated_by_system = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(help_text="When it was proposed; of an estimate, written.")
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_system = models.CharField(max_length=80, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_by_system = models.CharField(max_length=80, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    returned_by_system = models.CharField(max_length=80, blank=True)
    return_reason = models.CharField(max_length=REASONS_LENGTH, blank=True)
    end_reason = models.CharField(
        max_length=12,
        blank=True,
        choices=PlanEnd.choices(),
        help_text="Why it ended; empty for one that another replaced.",
    )

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            one_actor("estimated_by", when="estimated_at"),
            models.CheckConstraint(
                condition=~Q(state=BudgetState.INDICATIVE) | Q(estimated_at__isnull=False),
                name="indicative_budget_was_estimated",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=BudgetState.INDICATIVE),
                name="one_indicative_budget_of_a_kind",
            ),
            one_actor("recorded_by"),
            one_actor("agreed_by", when="agreed_at"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="budget_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(NEVER_AGREED), agreed_at=None)
                | Q(state__in=[BudgetState.AGREED, BudgetState.ENDED], agreed_at__isnull=False),
                name="budget_agreed_only_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | Q(recorded_by=None) | ~Q(agreed_by=F("recorded_by")),
                name="budget_not_agreed_by_its_proposer",
            ),
            one_actor("returned_by", when="returned_at"),
            models.CheckConstraint(
                condition=Q(state=BudgetState.RETURNED, returned_at__isnull=False)
                & ~Q(return_reason="")
                | ~Q(state=BudgetState.RETURNED) & Q(returned_at=None, return_reason=""),
                name="budget_returned_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(state=BudgetState.ENDED),
                name="budget_reason_only_when_ended",
            ),
        ]

    @property
    def is_estimate(self) -> bool:
        """Whether nobody agreed it yet."""
        return self.agreed_at is None

    def __str__(self) -> str:
        return f"{self.weekly_pence} a week from {self.from_date}"


class BudgetAmount(models.Model):
    """How much of one fund a budget has, in pence a week and once."""

    budget = models.ForeignKey(PersonalBudget, models.CASCADE, related_name="amounts")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="budget_amounts")
    weekly_pence = models.PositiveBigIntegerField()
    one_off_pence = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["fund"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "fund"], name="one_amount_a_fund"),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.weekly_pence} a week"

    @property
    def is_contribution(self) -> bool:
        return self.fund.payer_kind == PayerKind.PERSON
