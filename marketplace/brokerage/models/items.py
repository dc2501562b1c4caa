"""What will do it: items of a plan, with their prices as snapshots."""

from django.db import models
from django.db.models import Q

from marketplace.brokerage.models.plans import Outcome, SupportPlan
from marketplace.brokerage.rules import (
    DEPLOYMENT_LABELS,
    FREQUENCY_LABELS,
    ITEM_KIND_LABELS,
    CostLine,
    Deployment,
    Frequency,
    ItemKind,
    PlanState,
)
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayBand, PriceUnit


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def committed(self) -> "PlanItemQuerySet":
        """Items of approved plans: what a person's money is promised to."""
        return self.filter(plan__state=PlanState.APPROVED)


class PlanItem(models.Model):
    """One thing that will do it, with the price, unit and listing version as snapshots."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="items")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="items")
    kind = models.CharField(
        max_length=10, choices=[(k.value, ITEM_KIND_LABELS[k]) for k in ItemKind]
    )
    listing = models.ForeignKey(
        Listing, models.PROTECT, null=True, blank=True, related_name="plan_items"
    )
    listing_version = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=160)
    provider_name = models.CharField(max_length=160)
    when = models.CharField(max_length=160, blank=True)
    unit = models.CharField(max_length=8, choices=[(u, u) for u in PriceUnit])
    day_band = models.CharField(
        max_length=12,
        default=DayBand.WEEKDAY,
        choices=DayBand.choices(),
    )
    price_pence = models.PositiveBigIntegerField(default=0)
    quantity = models.DecimalField(max_digits=7, decimal_places=2)
    frequency = models.CharField(
        max_length=10, choices=[(f.value, FREQUENCY_LABELS[f]) for f in Frequency]
    )
    deployment = models.CharField(
        max_length=16,
        default=Deployment.DIRECT_PAYMENT,
        choices=[(d.value, DEPLOYMENT_LABELS[d]) for d in Deployment],
    )
    natural_who = models.CharField(max_length=160, blank=True)
    natural_willing_date = models.DateField(
        null=True, blank=True, help_text="The day they said they are willing."
    )
    natural_fallback = models.CharField(max_length=200, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="item_quantity_above_nought"),
            models.CheckConstraint(
                condition=~Q(kind="natural") | Q(price_pence=0),
                name="natural_support_costs_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(kind="listing") | Q(listing__isnull=False),
                name="listing_item_names_its_listing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cost_line(self) -> CostLine:
        return CostLine(self.price_pence, self.quantity, Frequency(self.frequency))
