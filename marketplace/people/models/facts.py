"""Facts of a person that change: where they live, what helps them, and what was put right."""

import uuid

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.people.models.person import Person
from marketplace.people.rules import (
    LINE,
    WORDS_LENGTH,
    CorrectionState,
    NeedKind,
    RecordPart,
    Scope,
)


class PersonAddress(models.Model):
    """Where somebody lives from a day, until, not with, another; the point is of the postcode.

    A private thing: on no public page, and in no search.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses")
    lines = models.CharField(max_length=LINE)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "person addresses"
        ordering = ["-from_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")),
                name="address_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="address_point_whole",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_date=None), name="one_address_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"address {self.pk} of person {self.person_id}"


class CommunicationNeed(models.Model):
    """One thing that helps somebody to read, hear, talk or reply, and when to ask about it again.

    A machine recorded only what was carried over from the words that a record began with.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=20, choices=NeedKind.choices())
    detail = models.CharField(max_length=LINE, blank=True)
    review_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_system = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by_system = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            one_actor("recorded_by"),
            one_actor("ended_by", when="ended_at"),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_at=None), name="one_need_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"

    @property
    def words(self) -> str:
        """What helps, as pages say it: what no kind names is in its own words alone."""
        if self.kind == NeedKind.OTHER:
            return self.detail
        kind = NeedKind(self.kind).label
        return f"{kind}, {self.detail}" if self.detail else kind


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, viewer: Viewer) -> "CorrectionQuerySet":
        """Of people whose record the viewer sees."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.RECORD))


class Correction(models.Model):
    """What somebody asked to have put right, or a worker put right: what it was, and what came of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    part = models.CharField(max_length=16, choices=RecordPart.choices())
    words = models.CharField(max_length=WORDS_LENGTH, blank=True, help_text="As it was asked.")
    state = models.CharField(
        max_length=6, default=CorrectionState.ASKED, choices=CorrectionState.choices()
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    was = models.CharField(max_length=WORDS_LENGTH, blank=True)
    answer = models.CharField(max_length=WORDS_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="correction_answered_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} of person {self.person_id}"
