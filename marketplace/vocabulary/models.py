"""Each council's terms, the outcomes that its plans are for, its own places, and the lists of places
that all councils share."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.vocabulary.postcodes import (
    INWARD_LENGTH,
    LONGEST_POSTCODE,
    PlaceList,
    SettlementKind,
)
from marketplace.vocabulary.rules import (
    LONGEST_CODE,
    NAME_LENGTH,
    SOURCE_LENGTH,
    STATUTORY_CODES,
    OutcomesFor,
    TermKind,
)


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, authority_id: int, kind: TermKind) -> "TermQuerySet":
        return self.filter(authority_id=authority_id, kind=kind)

    def offered(self) -> "TermQuerySet":
        """Those that are not retired: to choose for something, to search by, to read on a page."""
        return self.filter(retired_at=None)

    def visible_to(self, viewer: Viewer) -> "TermQuerySet":
        """This council's, retired ones too: no secret."""
        return self.filter(authority_id=viewer.council_id)


class Term(models.Model):
    """One word of a council's vocabulary: a category, a need, a language, a way to pay, an area.

    The code stays when the label changes: addresses and files name it. A term is never deleted; what
    is retired stays with what has it, unseen, and what was merged leads files on to the other.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=12, choices=TermKind.choices())
    code = models.SlugField(max_length=LONGEST_CODE)
    label = models.CharField(max_length=NAME_LENGTH)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "code"], name="one_term_a_code"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(retired_at__isnull=False),
                name="merged_term_is_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class FrameworkQuerySet(models.QuerySet["OutcomeFramework"]):
    def visible_to(self, viewer: Viewer) -> "FrameworkQuerySet":
        """The frameworks of the viewer's council."""
        return self.filter(authority=viewer.council_id)

    def in_force(self, on: date) -> "FrameworkQuerySet":
        """Those whose terms may be chosen on a day."""
        return self.filter(from_date__lte=on).filter(Q(until_date=None) | Q(until_date__gt=on))


class OutcomeFramework(models.Model):
    """A council's set of outcomes for the plans of one kind of person. The law names two sets.

    One that is no longer used ends from a day: plans keep the terms that they have.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="outcome_frameworks")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=NAME_LENGTH)
    for_whom = models.CharField(max_length=8, choices=OutcomesFor.choices())
    source = models.CharField(
        max_length=SOURCE_LENGTH,
        blank=True,
        help_text="The law, or the document of the council, it is from.",
    )
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["for_whom", "from_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"], name="one_outcome_framework_a_code"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")),
                name="outcome_framework_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_statutory(self) -> bool:
        return self.code in STATUTORY_CODES

    def holds(self, on: date) -> bool:
        """Whether its terms may be chosen on a day."""
        return self.from_date <= on and (self.until_date is None or on < self.until_date)


class OutcomeTerm(models.Model):
    """One outcome of a framework, as pages call it.

    A term of the council's own says which outcomes of the law it is part of, so that reports to
    government can be made from any plan.
    """

    framework = models.ForeignKey(OutcomeFramework, models.PROTECT, related_name="terms")
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=NAME_LENGTH)
    search_for = models.CharField(
        max_length=NAME_LENGTH,
        blank=True,
        help_text="What a broker starts to look for support with.",
    )
    paragraph = models.CharField(max_length=20, blank=True, help_text="Of the law that names it.")
    position = models.PositiveSmallIntegerField(default=0)
    part_of = models.ManyToManyField("self", symmetrical=False, related_name="parts", blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_outcome_term_a_code"),
        ]

    def __str__(self) -> str:
        return self.label


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, viewer: Viewer) -> "PlaceQuerySet":
        """This council's."""
        return self.filter(authority_id=viewer.council_id)


class Place(models.Model):
    """A council's own name for a place, with a point. It comes before what the shared lists say.

    Codes are kept without spaces.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="places")
    code = models.CharField(max_length=60, help_text="Lower case, no spaces: fs11aa, brackenford")
    label = models.CharField(max_length=80)
    latitude = models.FloatField()
    longitude = models.FloatField()

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "code"], name="one_place_a_code"),
        ]

    def __str__(self) -> str:
        return self.label


class PostcodeQuerySet(models.QuerySet["Postcode"]):
    def in_use(self) -> "PostcodeQuerySet":
        return self.filter(ended_on=None)

    def of_area(self, area: str) -> "PostcodeQuerySet":
        """Those that begin with these letters and then a digit: of B, none of BA."""
        return self.filter(code__gte=f"{area}0", code__lte=f"{area}9ZZZZZ")


class Postcode(models.Model):
    """A postcode of Great Britain and where it is, shared by all councils: capitals, no space.

    `ended_on` is the first day of the month in which Royal Mail ended it, or the day on which a newer
    list was without it. It is found still, for people go on writing it, and is said to have ended.
    """

    code = models.CharField(max_length=LONGEST_POSTCODE, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    ended_on = models.DateField(null=True, blank=True)

    objects = PostcodeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code


class Outcode(models.Model):
    """The outward half of postcodes, and the middle of those that are in use.

    One of which all postcodes have ended has the middle of these, and the day on which the last ended.
    """

    code = models.CharField(max_length=LONGEST_POSTCODE - INWARD_LENGTH, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class Settlement(models.Model):
    """A city, town, village or other populated place, shared by all councils; many have one name.

    `reference` is its id at Ordnance Survey, `county` its county or unitary authority.
    """

    reference = models.CharField(max_length=39, primary_key=True)
    code = models.CharField(max_length=120, db_index=True)
    name = models.CharField(max_length=120)
    county = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=SettlementKind.choices())
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.county) if part)


class PlaceLoad(models.Model):
    """One reading of a published list, with what it has done so far. One that was cut off has no end."""

    source = models.CharField(max_length=12, choices=PlaceList.choices())
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d}"
