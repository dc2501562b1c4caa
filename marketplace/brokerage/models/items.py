"""What will do it: the lines of a person's plans, and what each version of a plan says of them."""

import uuid

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models.agreements import PaymentAgreement
from marketplace.brokerage.models.plans import Outcome, SupportPlan
from marketplace.brokerage.rules import (
    BUNDLE_LENGTH,
    FALLBACK_LENGTH,
    HOW_PAID,
    LINE_LENGTH,
    PAYMENT_REFERENCE_LENGTH,
    UNIT_DECIMALS,
    UNIT_DIGITS,
    CostLine,
    Deployment,
    Frequency,
    HowPaid,
    ItemKind,
    TimedUnits,
    cost_line_of,
    how_much_how_often,
    timed_units,
    timed_words,
)
from marketplace.core.dates import Weekday
from marketplace.core.times import PlannedTime, TermTime
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayBand
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class PlanLineQuerySet(models.QuerySet["PlanLine"]):
    def visible_to(self, viewer: Viewer) -> "PlanLineQuerySet":
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.PLAN))


class PlanLine(models.Model):
    """One thing in a person's support that stays the same through every version of their plan.

    Spending, orders and reviews hang on it. What it is, and costs, each plan's item of it says.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="plan_lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="plan_lines")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opened_at = models.DateTimeField()

    objects = PlanLineQuerySet.as_manager()

    def __str__(self) -> str:
        return f"line {self.pk} of person {self.person_id}"


class PlanItem(models.Model):
    """A line as one version of the plan has it; price, unit and listing version are snapshots.

    Its own days are inside the plan's; left empty, they are the plan's. Which agreement pays it may
    be named; if none is, all that pay weekly into the account share.
    """

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="items")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="items")
    agreement = models.ForeignKey(
        PaymentAgreement, models.PROTECT, null=True, blank=True, related_name="plan_items"
    )
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    outcomes: "models.ManyToManyField[Outcome, PlanItemOutcome]" = models.ManyToManyField(
        Outcome, through="PlanItemOutcome", related_name="items"
    )
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
    tolerance_percent = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="How far a payment may be from this; empty: the council's own figure.",
    )
    payment_reference = models.CharField(max_length=PAYMENT_REFERENCE_LENGTH, blank=True)
    paid_via = models.CharField(
        max_length=LINE_LENGTH, blank=True, help_text="Who pays the wages in place of the person."
    )
    bundle = models.CharField(
        max_length=BUNDLE_LENGTH,
        blank=True,
        help_text="A word that items share which one payment pays for.",
    )
    pay_least_pence = models.PositiveBigIntegerField(null=True, blank=True)
    pay_most_pence = models.PositiveBigIntegerField(null=True, blank=True)
    natural_who = models.CharField(max_length=LINE_LENGTH, blank=True)
    natural_willing_date = models.DateField(
        null=True, blank=True, help_text="The day they said they are willing."
    )
    natural_fallback = models.CharField(max_length=FALLBACK_LENGTH, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="one_item_a_line"),
            models.CheckConstraint(
                condition=Q(from_date=None) | Q(until_date=None) | Q(until_date__gt=F("from_date")),
                name="item_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="item_quantity_above_zero"),
            models.CheckConstraint(
                condition=~Q(kind="natural") | Q(price_pence=0),
                name="natural_support_costs_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(kind="listing") | Q(listing__isnull=False),
                name="listing_item_names_its_listing",
            ),
            models.CheckConstraint(
                condition=Q(pay_least_pence=None, pay_most_pence=None)
                | Q(
                    pay_least_pence__isnull=False,
                    pay_most_pence__isnull=False,
                    pay_least_pence__gt=0,
                    pay_most_pence__gt=F("pay_least_pence"),
                ),
                name="item_pay_range_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def outcome_ids(self) -> tuple[int, ...]:
        """Which outcomes of the plan it is for, in their order. Load it with them."""
        return tuple(outcome.pk for outcome in self.outcomes.all())

    @property
    def planned_times(self) -> tuple[PlannedTime, ...]:
        """When it comes. Load it with its times."""
        return tuple(row.planned for row in self.times.all())

    @property
    def hangs_on_school_year(self) -> bool:
        """Whether any of its times is in term only, or in holidays only. Load it with its times."""
        return any(one.term_time != TermTime.ALWAYS for one in self.planned_times)

    @property
    def how_paid(self) -> HowPaid:
        """What its payments may look like."""
        return HowPaid(**{name: getattr(self, name) for name in HOW_PAID})

    @property
    def timed(self) -> TimedUnits | None:
        """How many units its times come to; None where they do not say so."""
        return timed_units(self.unit, self.planned_times)

    @property
    def cost_line(self) -> CostLine:
        """Its price and how much of it, exact. Load it with its times."""
        often = Frequency(self.frequency)
        return cost_line_of(self.unit, self.price_pence, self.planned_times, self.quantity, often)

    @property
    def amount(self) -> str:
        """How much how often, in words. Load it with its times."""
        if timed := self.timed:
            return timed_words(timed, self.unit)
        return how_much_how_often(self.quantity, self.unit, Frequency(self.frequency))


class PlanItemOutcome(models.Model):
    """That an item is for an outcome of its plan. Each is for at least one, and may be for several."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="for_outcomes")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="by_items")

    class Meta:
        ordering = ["outcome__position", "outcome"]
        constraints = [
            models.UniqueConstraint(fields=["item", "outcome"], name="one_item_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.outcome_id}"


class PlanItemTime(models.Model):
    """One time at which an item comes: a weekday or a single day, from when, how long, how many people.

    `public_id` lasts through every version of the plan. See `core.times` for what the columns mean.
    """

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="times")
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    weekday = models.CharField(max_length=9, blank=True, choices=Weekday.choices())
    on_date = models.DateField(null=True, blank=True)
    start = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField()
    workers = models.PositiveSmallIntegerField(default=1)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    counted_from = models.DateField(null=True, blank=True)
    term_time = models.CharField(max_length=8, default=TermTime.ALWAYS, choices=TermTime.choices())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "public_id"], name="one_time_an_item"),
            models.CheckConstraint(
                condition=Q(weekday="", on_date__isnull=False)
                | (~Q(weekday="") & Q(on_date__isnull=True)),
                name="time_on_a_weekday_or_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday or self.on_date} {self.start or ''}"

    @property
    def planned(self) -> PlannedTime:
        """The row as the value that sums and sentences are made from."""
        return PlannedTime(
            uuid=self.public_id,
            minutes=self.minutes,
            weekday=Weekday(self.weekday) if self.weekday else None,
            on=self.on_date,
            start=self.start,
            workers=self.workers,
            every_weeks=self.every_weeks,
            counted_from=self.counted_from,
            term_time=TermTime(self.term_time),
        )
