"""Councils, the people who sign in, and what each is to each council."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

from marketplace.accounts.rules import ROLE_LABELS, Permission, Role, permissions_of


class Authority(models.Model):
    """A council. Everything that belongs to one council carries its id."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    ons_code = models.CharField(max_length=9, blank=True)
    help_phone = models.CharField(max_length=30)
    help_hours = models.CharField(max_length=80)
    email = models.EmailField()
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

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor_code(self) -> str:
        return f"user:{self.pk}"

    @property
    def actor_user_id(self) -> int | None:
        return self.pk

    # Wagtail's admin reads these three.
    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def roles_in(self, authority_id: int) -> frozenset[Role]:
        """The roles held now in one council; read once a request."""
        held: dict[int, frozenset[Role]] | None = self.__dict__.get("_roles")
        if held is None:
            held = {}
            for council, role in Membership.objects.filter(user=self).values_list(
                "authority_id", "role"
            ):
                held[council] = held.get(council, frozenset()) | {Role(role)}
            self.__dict__["_roles"] = held
        return held.get(authority_id, frozenset())

    def forget_roles(self) -> None:
        """Read the roles anew next time: a membership was given or taken."""
        self.__dict__.pop("_roles", None)

    def authorities_with(self, permission: Permission) -> list[int]:
        """The ids of councils in which this user holds a permission."""
        self.roles_in(0)
        roles: dict[int, frozenset[Role]] = self.__dict__["_roles"]
        return [council for council, held in roles.items() if permission in permissions_of(held)]


class Membership(models.Model):
    """One user's one role in one council. An approver's limit is in pence a week."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    approval_limit_pence = models.PositiveBigIntegerField(default=0)
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "authority", "role"], name="one_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.authority}"
