"""How banks write their CSV files: learnt once, for every account of the council."""

from django.db import models

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from payments.cards.rules import LAYOUT_LENGTH, MAY_IMPORT_MONEY


class CsvLayoutQuerySet(models.QuerySet["CsvLayout"]):
    def visible_to(self, viewer: Viewer) -> "CsvLayoutQuerySet":
        return self.filter(authority_id__in=viewer.councils_with(MAY_IMPORT_MONEY))


class CsvLayout(models.Model):
    """Which column is what in files with these headings; without headings, in one account's files."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    signature = models.CharField(
        max_length=LAYOUT_LENGTH, help_text="Of the headings, or of the account."
    )
    mapping = models.JSONField(help_text="The columns to read it by.")
    saved_at = models.DateTimeField()

    objects = CsvLayoutQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "signature"], name="one_layout_a_signature"
            )
        ]

    def __str__(self) -> str:
        return self.signature
