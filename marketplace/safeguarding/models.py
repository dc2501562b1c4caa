"""A concern, what it is linked to, what officers note of it, and the phone numbers for concerns."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person, Relationship
from marketplace.safeguarding.rules import (
    LENGTHS,
    MAY_READ_CONCERNS,
    PHONE_LENGTH,
    AboutWhom,
    ConcernConsent,
    ConcernState,
    Danger,
    NoteKind,
    OutcomeMet,
    PersonKnows,
    RiskAfter,
    RiskLevel,
)


class SafeguardingConcernQuerySet(models.QuerySet["SafeguardingConcern"]):
    def visible_to(self, viewer: Viewer) -> "SafeguardingConcernQuerySet":
        """This council's, for officers and auditors; never one that is kept from oneself, or about oneself
        or somebody to whom one is, or was, something, be it linked or raised from their page."""
        here = self.filter(authority_id__in=viewer.councils_with(MAY_READ_CONCERNS))
        if viewer.user_id is None:
            return here
        kept = ConcernKeptFrom.objects.filter(user=viewer.user_id)
        related = Relationship.objects.filter(user=viewer.user_id)
        near = Person.objects.filter(
            Q(user=viewer.user_id) | Q(pk__in=related.values("person"))
        ).values("pk")
        from_page = Q(opened_from_kind=Person._meta.label_lower, opened_from_id__in=near)
        return here.exclude(Q(person__in=near) | from_page | Q(pk__in=kept.values("concern")))


class SafeguardingConcern(models.Model):
    """That somebody may be abused or neglected, as it was raised, and what officers made of it.

    The account of whoever raised it is not kept: what they say of themselves is in `raiser`. The page
    from which they came is `opened_from`: a kind of subject and its id.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="concerns")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        max_length=16, default=ConcernState.RAISED, choices=ConcernState.choices()
    )
    raised_at = models.DateTimeField()
    sending_key = models.CharField(max_length=64, help_text="One sending of the form makes one.")
    about = models.CharField(max_length=8, choices=AboutWhom.choices())
    danger = models.CharField(max_length=8, choices=Danger.choices())
    knows = models.CharField(max_length=12, choices=PersonKnows.choices())
    happened = models.TextField(max_length=LENGTHS["happened"])
    about_whom = models.TextField(blank=True, max_length=LENGTHS["about_whom"])
    done_by = models.TextField(blank=True, max_length=LENGTHS["done_by"])
    wanted = models.TextField(blank=True, max_length=LENGTHS["wanted"])
    raiser = models.TextField(blank=True, max_length=LENGTHS["raiser"])
    opened_from_kind = models.CharField(max_length=60, blank=True)
    opened_from_id = models.BigIntegerField(null=True, blank=True)

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="concerns"
    )
    kinds = models.JSONField(default=list)
    tests_met = models.JSONField(default=list)
    risk = models.CharField(max_length=8, blank=True, choices=RiskLevel.choices())
    consent = models.CharField(
        max_length=16, default=ConcernConsent.NOT_ASKED, choices=ConcernConsent.choices()
    )
    wishes = models.TextField(blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=16, blank=True, choices=ConcernState.choices())
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome_met = models.CharField(max_length=12, blank=True, choices=OutcomeMet.choices())
    risk_after = models.CharField(max_length=12, blank=True, choices=RiskAfter.choices())
    not_told = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SafeguardingConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "sending_key"], name="one_concern_a_sending"
            ),
            models.CheckConstraint(
                condition=Q(opened_from_kind="", opened_from_id__isnull=True)
                | (~Q(opened_from_kind="") & Q(opened_from_id__isnull=False)),
                name="concern_opened_from_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="")
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="concern_decided_at_with_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "passed_on"], ended_at__isnull=False)
                | (~Q(state__in=["closed", "passed_on"]) & Q(ended_at__isnull=True)),
                name="concern_ended_at_only_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "state", "raised_at"], name="concerns_by_state")
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class ConcernLink(models.Model):
    """A supplier, a listing or whatever a later room has that a concern is about: by its kind and id."""

    concern = models.ForeignKey(SafeguardingConcern, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "kind", "subject_id"], name="one_link_a_subject"
            )
        ]
        indexes = [models.Index(fields=["kind", "subject_id"], name="concerns_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} of concern {self.concern_id}"


class ConcernKeptFrom(models.Model):
    """An officer or auditor who may not see a concern: they, or people near to them, are part of it."""

    concern = models.ForeignKey(SafeguardingConcern, models.CASCADE, related_name="kept_from")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "user"], name="kept_once_from_a_user")
        ]

    def __str__(self) -> str:
        return f"concern {self.concern_id} kept from user {self.user_id}"


class ConcernNote(models.Model):
    """What an officer found, did, or told the person. Written once and never changed."""

    concern = models.ForeignKey(SafeguardingConcern, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices())
    words = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    noted_by_system = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [one_actor("noted_by")]

    def __str__(self) -> str:
        return f"{self.kind} of concern {self.concern_id}"


class ConcernPhonesQuerySet(models.QuerySet["ConcernPhones"]):
    def visible_to(self, viewer: Viewer) -> "ConcernPhonesQuerySet":
        """This council's: they are on the public page."""
        return self.filter(authority_id=viewer.council_id)


class ConcernPhones(models.Model):
    """A council's phone numbers for concerns: about adults, about children, with their hours."""

    authority = models.OneToOneField(Authority, models.PROTECT, related_name="concern_phones")
    adults = models.CharField(max_length=PHONE_LENGTH)
    adults_hours = models.CharField(max_length=80, blank=True)
    children = models.CharField(max_length=PHONE_LENGTH)
    children_hours = models.CharField(max_length=80, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_by_system = models.CharField(max_length=80, blank=True)

    objects = ConcernPhonesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "concern phones"
        constraints = [one_actor("set_by")]

    def __str__(self) -> str:
        return f"phones of {self.authority_id}"
