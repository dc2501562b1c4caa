"""Each council's terms, the outcomes that its plans are for, and the places that people type."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.vocabulary.rules import STATUTORY_CODES, OutcomesFor, TermKind


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, authority_id: int, kind: TermKind) -> "TermQuerySet":
        return self.filter(authority_id=authority_id, kind=kind)


class Term(models.Model):
    """One word of a council's vocabulary: a category, a need, a language, a way to pay, an area."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=12, choices=TermKind.choices())
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "code"], name="one_term_a_code"),
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
    name = models.CharField(max_length=80)
    for_whom = models.CharField(max_length=8, choices=OutcomesFor.choices())
    source = models.CharField(
        max_length=200, blank=True, help_text="The law, or the document of the council, it is from."
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
    label = models.CharField(max_length=80)
    search_for = models.CharField(
        max_length=80, blank=True, help_text="What a broker starts to look for support with."
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


class Place(models.Model):
    """A town, an outcode or a postcode with a point, for distance. Codes are kept without spaces."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="places")
    code = models.CharField(max_length=60, help_text="Lower case, no spaces: fs11aa, brackenford")
    label = models.CharField(max_length=80)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "code"], name="one_place_a_code"),
        ]

    def __str__(self) -> str:
        return self.label


def place_code(text: str) -> str:
    """How a place is looked up: lower case, letters and digits only."""
    return "".join(ch for ch in text.lower() if ch.isalnum())
