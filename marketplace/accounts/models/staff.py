"""What an administrator asks for and a second one confirms, and the invitations of those who are new."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models.users import Authority, Team, User
from marketplace.accounts.rules import (
    LIVE_INVITATIONS,
    ChangeKind,
    ChangeState,
    InvitationState,
    Proposal,
    Role,
)
from marketplace.core.actor_columns import one_actor


class StaffChangeQuerySet(models.QuerySet["StaffChange"]):
    def waiting(self) -> "StaffChangeQuerySet":
        return self.filter(state=ChangeState.PROPOSED)

    def overdue(self, on: date) -> "StaffChangeQuerySet":
        """Those that nobody confirmed in time."""
        return self.waiting().filter(lapses_on__lte=on)


class StaffChange(models.Model):
    """That somebody is to have something, asked for by one administrator. Nothing holds before a
    second one confirms it. `user` is whom it gives something; an invitation has nobody yet."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices())
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=10, default=ChangeState.PROPOSED, choices=ChangeState.choices()
    )
    lapses_on = models.DateField(help_text="From this day on nobody confirms it.")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by_system = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_system = models.CharField(max_length=80, blank=True)

    objects = StaffChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            one_actor("proposed_by"),
            one_actor("decided_by", when="decided_at"),
            models.CheckConstraint(
                condition=Q(state=ChangeState.PROPOSED, decided_at__isnull=True)
                | (~Q(state=ChangeState.PROPOSED) & Q(decided_at__isnull=False)),
                name="change_decided_with_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.CONFIRMED)
                | Q(decided_by__isnull=True)
                | (
                    Q(proposed_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                    & (Q(user__isnull=True) | ~Q(decided_by=F("user")))
                ),
                name="change_confirmed_by_a_second",
            ),
        ]
        indexes = [models.Index(fields=["authority", "state"], name="changes_that_wait")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def for_name(self) -> str:
        """Whom it gives something: a colleague, or whoever is invited."""
        return self.user.name if self.user else self.invitation.name

    @property
    def for_email(self) -> str:
        return self.user.email if self.user else self.invitation.email

    @property
    def proposal(self) -> Proposal:
        """What the rules ask of it."""
        return Proposal(ChangeState(self.state), self.proposed_by_id, self.user_id, self.lapses_on)


class AskedRole(models.Model):
    """One role that a change gives, as it was asked for. A limit is in pence a week."""

    change = models.ForeignKey(StaffChange, models.CASCADE, related_name="asked_roles")
    role = models.CharField(max_length=20)
    approval_limit_pence = models.PositiveBigIntegerField(default=0)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "role"], name="role_asked_once"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(from_date=None) | Q(until_date__gt=F("from_date")),
                name="asked_role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in change {self.change_id}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> "InvitationQuerySet":
        """Neither accepted nor over."""
        return self.filter(state__in=LIVE_INVITATIONS)

    def overdue(self, at: datetime) -> "InvitationQuerySet":
        """Open, with a link that works no more."""
        return self.filter(state=InvitationState.OPEN, expires_at__lte=at)


class Invitation(models.Model):
    """Somebody who is asked to work for a council, by a link that works once.

    Of a link only a keyed hash is here. One is shown to whoever invites, another is mailed: that one
    was read at the address, so it confirms the address too.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    change = models.OneToOneField(StaffChange, models.CASCADE, related_name="invitation")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, default=InvitationState.WAITING, choices=InvitationState.choices()
    )
    shown_hash = models.CharField(max_length=64, unique=True)
    mailed_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(help_text="From this instant on no link of it works.")
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "email"],
                condition=Q(state__in=sorted(LIVE_INVITATIONS)),
                name="one_live_invitation_an_address",
            ),
            models.UniqueConstraint(
                fields=["mailed_hash"], condition=~Q(mailed_hash=""), name="one_mailed_link"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=InvitationState.ACCEPTED, used_at__isnull=False, used_by__isnull=False
                )
                | (
                    ~Q(state=InvitationState.ACCEPTED)
                    & Q(used_at__isnull=True, used_by__isnull=True)
                ),
                name="invitation_used_when_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
