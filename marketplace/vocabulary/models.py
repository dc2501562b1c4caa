"""Each council's terms, and the places that people type."""

from django.db import models

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.vocabulary.rules import LONGEST_LABEL, TermKind


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
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=LONGEST_LABEL)
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
