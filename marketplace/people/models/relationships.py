"""Who is around a person, and what the person agreed to."""

import uuid

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.people.models.person import Person
from marketplace.people.rules import (
    LINE,
    NAME_LENGTH,
    ConsentTo,
    Heard,
    RelationshipKind,
    RelationshipState,
    Scope,
)


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def visible_to(self, viewer: Viewer) -> "RelationshipQuerySet":
        """Of people whose record the viewer sees, and the viewer's own."""
        people = Person.objects.visible_to(viewer, scope=Scope.RECORD).values("pk")
        return self.filter(
            Q(person__in=people) | Q(user=viewer.user_id, user__isnull=False),
            authority_id=viewer.council_id,
        )

    def not_ended(self) -> "RelationshipQuerySet":
        return self.exclude(state=RelationshipState.ENDED)

    def verified(self) -> "RelationshipQuerySet":
        return self.filter(state=RelationshipState.VERIFIED)


class Relationship(models.Model):
    """That somebody is something to a person: on what it rests, who saw that, and how much they see.

    `scopes` are the codes that were chosen; Access says what is in force. `user` is filled when the
    council checked it and somebody has an account with `email`.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="relationships"
    )
    kind = models.CharField(max_length=20, choices=RelationshipKind.choices())
    state = models.CharField(
        max_length=10, default=RelationshipState.PROPOSED, choices=RelationshipState.choices()
    )
    name = models.CharField(max_length=NAME_LENGTH)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=LINE, blank=True, help_text="On what it rests.")
    scopes = models.JSONField(default=list)
    paper = models.CharField(max_length=LINE, blank=True, help_text="Which paper was seen.")
    paper_seen_date = models.DateField(null=True, blank=True)
    has_conflict = models.BooleanField(default=False)
    conflict = models.CharField(max_length=LINE, blank=True, help_text="Between whose interests.")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="relationship_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="relationship_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", verified_at__isnull=True, ended_at__isnull=True)
                | Q(state="verified", verified_at__isnull=False, ended_at__isnull=True)
                | Q(state="ended", ended_at__isnull=False),
                name="relationship_state_with_its_times",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(verified_at__isnull=False),
                name="relationship_user_once_verified",
            ),
            models.CheckConstraint(
                condition=Q(has_conflict=True) | Q(conflict=""),
                name="relationship_conflict_said_only_if_any",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("proposed_at")),
                name="relationship_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "email"],
                condition=Q(ended_at=None) & ~Q(email=""),
                name="one_relationship_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, viewer: Viewer) -> "ConsentQuerySet":
        """Of people whose record the viewer sees."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.RECORD))

    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """That a person agreed to something, how they said it, and until when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.CharField(max_length=10, choices=ConsentTo.choices())
    whom = models.CharField(max_length=NAME_LENGTH, blank=True, help_text="With whom it is shared.")
    scopes = models.JSONField(default=list)
    heard = models.CharField(max_length=10, choices=Heard.choices())
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    given_by_system = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_by_system = models.CharField(max_length=80, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            one_actor("given_by"),
            one_actor("withdrawn_by", when="withdrawn_at"),
            models.UniqueConstraint(
                fields=["person", "to", "whom"],
                condition=Q(withdrawn_at=None),
                name="one_consent_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"consent to {self.to} of person {self.person_id}"
