"""Councils, the people who sign in, and what each is to each council."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from marketplace.accounts.rules import GIVEN_HERE


class Authority(models.Model):
    """A council. Everything that belongs to one council carries its id."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    ons_code = models.CharField(max_length=9, blank=True)
    help_phone = models.CharField(max_length=30)
    help_hours = models.CharField(max_length=80)
    email = models.EmailField()
    main_host = models.CharField(
        max_length=253, blank=True, help_text="The host name that links in mail lead to."
    )
    mail_from = models.EmailField(
        blank=True, help_text="Whom mail comes from; empty: whom the server's settings name."
    )
    demo_anchor_date = models.DateField(
        null=True,
        blank=True,
        help_text="Set on a demo council: the day its dates are counted from.",
    )

    class Meta:
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class AuthorityHost(models.Model):
    """A host name at which one council is served."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="hosts")
    host = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.host


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address, kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do is said by their memberships."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When everything personal in this row was taken away."
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    # Wagtail's admin reads these three.
    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class TeamQuerySet(models.QuerySet["Team"]):
    def open(self, on: date) -> "TeamQuerySet":
        """Those into which somebody can be put on a day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))


class Team(models.Model):
    """Some of the people who work for a council, to whom work and people can be given."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    closed_on = models.DateField(
        null=True, blank=True, help_text="From this day on nobody is put into it."
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "name"], name="one_team_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date) -> "MembershipQuerySet":
        """Those that hold on a day: from their first day until, not with, their last."""
        begun = Q(from_date=None) | Q(from_date__lte=on)
        return self.not_ended(on).filter(begun)

    def at_work(self) -> "MembershipQuerySet":
        """Those by which somebody works here: neither a person's own nor a supplier's."""
        return self.filter(role__in=GIVEN_HERE)

    def not_ended(self, on: date) -> "MembershipQuerySet":
        """Those that hold on a day, or are to begin later."""
        return self.filter(Q(until_date=None) | Q(until_date__gt=on))


class Membership(models.Model):
    """One user's one role in one council, from a day. An approver's limit is in pence a week."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    approval_limit_pence = models.PositiveBigIntegerField(default=0)
    granted_at = models.DateTimeField(default=timezone.now)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "authority", "role"], name="one_role_once"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(from_date=None) | Q(until_date__gt=F("from_date")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.authority}"


class FailedTries(models.Model):
    """How often signing in failed, for one thing that is counted by (`lockouts.CountedBy`).

    The key is a keyed hash: neither the address of a computer nor what was typed can be read here.
    """

    key = models.CharField(max_length=64, unique=True)
    counted_by = models.CharField(max_length=30)
    tries = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    held_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.tries} by {self.counted_by}"


class KeptAnswersQuerySet(models.QuerySet["KeptAnswers"]):
    def own(self, author_id: int, authority_id: int, at: datetime) -> "KeptAnswersQuerySet":
        """One author's, in one council, for as long as they are kept."""
        return self.filter(author_id=author_id, authority_id=authority_id, until__gt=at)


class KeptAnswers(models.Model):
    """What somebody sent with a form that was refused because of the time, until they send it again.

    Sealed for its author (`core.sealing`): neither words nor the address of the page can be read here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.CASCADE, related_name="kept_answers")
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    objects = KeptAnswersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("kept_at")), name="kept_answers_end_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"answers of {self.author_id}"


class SentForm(models.Model):
    """That a form was sent and what it led to, so that sending it twice does its work once.

    `key` is a hash of the form's own random token and of what was typed: nothing can be read from it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    address = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_sending_of_a_form")
        ]

    def __str__(self) -> str:
        return f"form of {self.user_id}"
