"""Each council's terms, and the places that people type."""

from django.db import models

from marketplace.accounts.models import Authority
from marketplace.vocabulary.rules import TermKind


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
