"""A council's figures, each with the day from which it holds, its school terms, and its account with a
card processor."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.core.periods import Period
from marketplace.council.rules import (
    LONGEST_ACCOUNT,
    LONGEST_SOURCE,
    LONGEST_TERM_NAME,
    MAY_SET_OUTSIDE,
    ProcessorMode,
)

Row = TypeVar("Row", bound=models.Model)


class SetQuerySet(models.QuerySet[Row]):
    """Rows that somebody sets, and that are withdrawn when they are set otherwise: what they were stays."""

    def known(self, moment: datetime | None = None) -> Self:
        """Those in force as known before a moment, or now."""
        if moment is None:
            return self.filter(withdrawn_at=None)
        kept = Q(withdrawn_at=None) | Q(withdrawn_at__gte=moment)
        return self.filter(kept, set_at__lt=moment)


class CouncilFigureQuerySet(SetQuerySet["CouncilFigure"]):
    def visible_to(self, viewer: Viewer) -> "CouncilFigureQuerySet":
        """This council's figures: no secret, to anybody who works in it."""
        return self.filter(authority_id=viewer.council_id)


class CouncilFigure(models.Model):
    """One figure from a day, until a later row of its key. What it was before stays readable."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="figures")
    key = models.CharField(max_length=60)
    value = models.BigIntegerField(help_text="In the unit that the figure's room declares.")
    from_date = models.DateField()
    source = models.CharField(max_length=LONGEST_SOURCE, help_text="The decision that it rests on.")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_by_system = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was set otherwise for the same day."
    )

    objects = CouncilFigureQuerySet.as_manager()

    class Meta:
        ordering = ["key", "from_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "key", "from_date"],
                condition=Q(withdrawn_at=None),
                name="one_figure_a_day",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_not_negative"),
            one_actor("set_by"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value} from {self.from_date}"


class SchoolTermQuerySet(SetQuerySet["SchoolTerm"]):
    def visible_to(self, viewer: Viewer) -> "SchoolTermQuerySet":
        """This council's terms: no secret, to anybody who works in it."""
        return self.filter(authority_id=viewer.council_id)


class SchoolTerm(models.Model):
    """Days on which the schools of a council are open, weekends included; half-term parts two terms.

    Terms of one council do not overlap: the action refuses it, with the council's row locked.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="school_terms")
    name = models.CharField(max_length=LONGEST_TERM_NAME)
    from_date = models.DateField()
    until_date = models.DateField(help_text="The first day of the holiday.")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_by_system = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was taken away, or set otherwise."
    )

    objects = SchoolTermQuerySet.as_manager()

    class Meta:
        ordering = ["from_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                condition=Q(withdrawn_at=None),
                name="one_school_term_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(until_date__gt=models.F("from_date")),
                name="school_term_ends_after_it_starts",
            ),
            one_actor("set_by"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.from_date} {self.until_date}"

    @property
    def period(self) -> Period:
        return Period(self.from_date, self.until_date)


class CardProcessorAccountQuerySet(models.QuerySet["CardProcessorAccount"]):
    def visible_to(self, viewer: Viewer) -> "CardProcessorAccountQuerySet":
        """This council's own, to whoever sets it."""
        return self.filter(authority_id__in=viewer.councils_with(MAY_SET_OUTSIDE))


class CardProcessorAccount(models.Model):
    """A council's own account with the card processor. An event of any other is refused.

    The signing secrets, newest first, are encrypted: a copy of the database opens nothing.
    """

    authority = models.OneToOneField(Authority, models.PROTECT, related_name="card_processor")
    account = models.CharField(max_length=LONGEST_ACCOUNT, unique=True)
    mode = models.CharField(max_length=4, choices=ProcessorMode.choices())
    sealed_secrets = models.BinaryField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_by_system = models.CharField(max_length=80, blank=True)

    objects = CardProcessorAccountQuerySet.as_manager()

    class Meta:
        constraints = [one_actor("set_by")]

    def __str__(self) -> str:
        return f"{self.account} {self.mode}"
