"""What will do it: items of a plan, with their prices as snapshots."""

from django.db import models
from django.db.models import Q

from marketplace.brokerage.models.plans import Outcome, SupportPlan
from marketplace.brokerage.rules import (
    FALLBACK_LENGTH,
    LINE_LENGTH,
    UNIT_DECIMALS,
    UNIT_DIGITS,
    CostLine,
    Deployment,
    Frequency,
    ItemKind,
)
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayBand


class PlanItem(models.Model):
    """One thing that will do it, with the price, unit and listing version as snapshots."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="items")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=ItemKind.choices())
    listing = models.ForeignKey(
        Listing, models.PROTECT, null=True, blank=True, related_name="plan_items"
    )
    listing_version = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=LINE_LENGTH)
    provider_name = models.CharField(max_length=LINE_LENGTH)
    when = models.CharField(max_length=LINE_LENGTH, blank=True)
    unit = models.CharField(max_length=8, help_text="A unit of listings.")
    day_band = models.CharField(
        max_length=12,
        default=DayBand.WEEKDAY,
    )
    price_pence = models.PositiveBigIntegerField(default=0)
    quantity = models.DecimalField(max_digits=UNIT_DIGITS, decimal_places=UNIT_DECIMALS)
    frequency = models.CharField(max_length=10, choices=Frequency.choices())
    deployment = models.CharField(
        max_length=16,
        default=Deployment.DIRECT_PAYMENT,
        choices=Deployment.choices(),
    )
    natural_who = models.CharField(max_length=LINE_LENGTH, blank=True)
    natural_willing_date = models.DateField(
        null=True, blank=True, help_text="The day they said they are willing."
    )
    natural_fallback = models.CharField(max_length=FALLBACK_LENGTH, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="item_quantity_above_zero"),
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
