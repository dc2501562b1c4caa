"""What suppliers offer: words, terms, prices with history, and when they are free."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation, AccreditationQuerySet
from marketplace.core.dates import WEEKDAYS, london_date
from marketplace.listings.rules import (
    MAY_IMPORT_DIRECTORY,
    MAY_REVIEW_LISTINGS,
    MOST_REASON,
    MOST_SLUG,
    MOST_SUMMARY,
    MOST_TITLE,
    DayBand,
    DayPart,
    ListingState,
    PriceLine,
    PriceUnit,
    reading_order,
    stale_when_confirmed_by,
)
from marketplace.suppliers.models import Supplier
from marketplace.vocabulary.models import Term


def covering_accreditations() -> AccreditationQuerySet:
    """Accreditations under a scheme that covers the kind of their supplier, in force or not."""
    return Accreditation.objects.filter(scheme__kinds__kind=F("supplier__kind"))


class ListingQuerySet(models.QuerySet["Listing"]):
    def public(self, at: datetime) -> "ListingQuerySet":
        """Published, confirmed lately, of a supplier whose accreditation covers its kind now.

        The one place that says what anyone may see; every surface reads through it. For days to
        come, `queries.public_periods` asks the same accreditations and the same rules.
        """
        on = london_date(at)
        covering = covering_accreditations().valid(on).filter(supplier=OuterRef("supplier"))
        return self.filter(
            Exists(covering),
            state=ListingState.PUBLISHED,
            confirmed_date__gt=stale_when_confirmed_by(on),
        )

    def with_is_public(self, at: datetime) -> "ListingQuerySet":
        """These listings, each with `is_public`: whether anyone may see it now."""
        public = Listing.objects.public(at).filter(pk=OuterRef("pk"))
        return self.annotate(is_public=Exists(public))

    def visible_to(self, viewer: Viewer) -> "ListingQuerySet":
        """One's own organisation's in any state; for a reviewer of listings the council's."""
        return self.filter(
            Q(supplier__in=Supplier.objects.run_by(viewer))
            | Q(authority_id__in=viewer.councils_with(MAY_REVIEW_LISTINGS))
        )

    def run_by(self, viewer: Viewer) -> "ListingQuerySet":
        """Those of one's own organisations."""
        return self.filter(supplier__in=Supplier.objects.run_by(viewer))

    def reviewable_by(self, viewer: Viewer) -> "ListingQuerySet":
        """Those of a council whose listings one checks, one's own organisations' left out."""
        return self.filter(authority_id__in=viewer.councils_with(MAY_REVIEW_LISTINGS)).exclude(
            supplier__in=Supplier.objects.run_by(viewer)
        )

    def waiting(self) -> "ListingQuerySet":
        """Those to be checked, the one that waits longest first."""
        return self.filter(state=ListingState.IN_REVIEW).order_by("submitted_at", "pk")


class Listing(models.Model):
    """One service or product that a supplier offers. `version` grows with every change."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="listings")
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="listings")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=MOST_SLUG)
    title = models.CharField(max_length=MOST_TITLE)
    summary = models.CharField(max_length=MOST_SUMMARY)
    description = models.TextField(blank=True)
    terms = models.ManyToManyField(Term, related_name="listings", blank=True)
    state = models.CharField(
        max_length=12, default=ListingState.DRAFT, choices=ListingState.choices()
    )
    version = models.PositiveIntegerField(default=1)
    confirmed_date = models.DateField(help_text="The day the supplier last said this is right.")
    review_reason = models.CharField(max_length=MOST_REASON, blank=True)
    source_reference = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "source_reference"],
                condition=~Q(source_reference=""),
                name="one_listing_a_source_reference",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(submitted_at__isnull=False),
                name="listing_in_review_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="listing_published_says_when",
            ),
        ]
        indexes = [models.Index(fields=["authority", "state"], name="listing_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("listings:detail", kwargs={"slug": self.slug, "public_id": self.public_id})


class PriceQuerySet(models.QuerySet["Price"]):
    def current(self, on: date) -> "PriceQuerySet":
        return self.filter(from_date__lte=on).filter(Q(until_date=None) | Q(until_date__gt=on))


class Price(models.Model):
    """Pence for one unit in one day band, from a day until a day. Old prices are kept."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="prices")
    unit = models.CharField(max_length=8, choices=PriceUnit.choices())
    day_band = models.CharField(max_length=12, default=DayBand.WEEKDAY, choices=DayBand.choices())
    amount_pence = models.PositiveBigIntegerField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    objects = PriceQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "day_band", "from_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "unit", "day_band"],
                condition=Q(until_date=None),
                name="one_open_price_a_unit_and_band",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")),
                name="price_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_pence} a {self.unit}"

    @property
    def line(self) -> PriceLine:
        return PriceLine(PriceUnit(self.unit), DayBand(self.day_band), self.amount_pence)


def in_reading_order(price: Price) -> tuple[int, int]:
    """A key to sort prices by: the usual unit first, and weekdays before weekends."""
    return reading_order(*price.line.key)


class Slot(models.Model):
    """That a listing can be had on a day in a part of the day."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="slots")
    day = models.PositiveSmallIntegerField(
        choices=[(number, day.label) for number, day in enumerate(WEEKDAYS)]
    )
    part = models.CharField(max_length=10, choices=DayPart.choices())

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "day", "part"], name="one_slot_each"),
            models.CheckConstraint(
                condition=Q(day__lte=len(WEEKDAYS) - 1), name="slot_day_is_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.day].label} {self.part}"


class Capacity(models.Model):
    """How many units a week are offered, how many of them taken, and when that was last confirmed."""

    listing = models.OneToOneField(Listing, models.CASCADE, related_name="capacity")
    unit = models.CharField(max_length=8, choices=PriceUnit.choices())
    offered = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    confirmed_date = models.DateField()

    class Meta:
        verbose_name_plural = "capacities"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("offered")), name="taken_within_offered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {self.offered} {self.unit}s taken"

    @property
    def free(self) -> int:
        return self.offered - self.taken


class SourceRecordQuerySet(models.QuerySet["SourceRecord"]):
    def visible_to(self, viewer: Viewer) -> "SourceRecordQuerySet":
        return self.filter(authority_id__in=viewer.councils_with(MAY_IMPORT_DIRECTORY))


class SourceRecord(models.Model):
    """What a directory last said of one listing, so that its changes differ from ours.

    `listing_version` is the listing's version after that import: while the listing has it, nobody
    has touched the listing since, and the next import may rewrite the draft.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    source = models.CharField(max_length=16)
    reference = models.CharField(max_length=80)
    listing = models.OneToOneField(Listing, models.CASCADE, related_name="source_record")
    listing_version = models.PositiveIntegerField()
    facts = models.JSONField()
    imported_at = models.DateTimeField()

    objects = SourceRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source", "reference"], name="one_record_a_reference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.reference}"
