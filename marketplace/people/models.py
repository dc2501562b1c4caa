"""The person, who may see them, and who looked."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, Team, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.core.dates import london_date
from marketplace.people.rules import ROLE_OF, AccessCapacity, Scope


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(
        self, viewer: Viewer, *, scope: Scope, capacity: AccessCapacity | None = None
    ) -> "PersonQuerySet":
        """The people of this council whom the viewer may see in this scope; Access is the only source.

        With a capacity, only those whom the viewer sees as that.
        """
        held = Access.objects.held_by(viewer).current_at(viewer.at).filter(scope=scope)
        if capacity is not None:
            held = held.filter(capacity=capacity)
        return self.filter(authority_id=viewer.council_id, pk__in=held.values("person"))


class Person(models.Model):
    """Somebody who draws on care and support. Never on a public page or in the search index."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="people")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="person_record"
    )
    name = models.CharField(max_length=120)
    date_of_birth = models.DateField(null=True)
    town = models.CharField(max_length=80)
    home = models.CharField(max_length=120, blank=True, help_text="Lives alone, with family…")
    contact_wish = models.CharField(max_length=200, help_text="How to reach them, in their words.")
    communication_needs = models.CharField(max_length=200, blank=True)
    speaks_through = models.CharField(max_length=200, blank=True)
    case_reference = models.CharField(max_length=40, blank=True)
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When everything personal in this row was taken away."
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        constraints = [
            # What is frozen may go when its person is erased, so nobody is erased in name only.
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, date_of_birth__isnull=False)
                | Q(
                    erased_at__isnull=False,
                    user__isnull=True,
                    name="",
                    date_of_birth__isnull=True,
                    town="",
                    home="",
                    contact_wish="",
                    communication_needs="",
                    speaks_through="",
                    case_reference="",
                ),
                name="person_erased_is_blank",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def age(self, on: date) -> int:
        """Whole years on a day; 0 for somebody whose record was erased."""
        born = self.date_of_birth or on
        birthday_passed = (on.month, on.day) >= (born.month, born.day)
        return on.year - born.year - (0 if birthday_passed else 1)


class AccessQuerySet(models.QuerySet["Access"]):
    def current(self, on: date) -> "AccessQuerySet":
        """Those that hold on a day and were not ended on it."""
        return self._begun_by(on).filter(Q(ended_at=None) | Q(ended_at__date__gt=on))

    def current_at(self, at: datetime) -> "AccessQuerySet":
        """Those that hold at an instant: what was ended sees nothing from that minute."""
        return self._begun_by(london_date(at)).filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def _begun_by(self, on: date) -> "AccessQuerySet":
        return self.filter(from_date__lte=on).filter(Q(until_date=None) | Q(until_date__gt=on))

    def held_by(self, viewer: Viewer) -> "AccessQuerySet":
        """The viewer's own rows, their teams', and those for everybody of a role, in this council.

        What was given for a work counts while its role is held.
        """
        if viewer.user_id is None:
            return self.none()
        ended = [capacity for capacity, role in ROLE_OF.items() if role not in viewer.roles]
        held = Q(user=viewer.user_id) | Q(team__in=viewer.teams) | Q(role__in=viewer.roles)
        here = self.filter(held, person__authority_id=viewer.council_id)
        return here.exclude(capacity__in=ended)


class Access(models.Model):
    """Who may see how much of a person, from when until when, and who said so.

    A user, the members of a team, or everybody who holds a role in the council. `until_date` is a day
    that was set ahead; `ended_at` is when somebody ended it, from that instant.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="access")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="access")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="access")
    role = models.CharField(max_length=20, blank=True, help_text="All who hold it here.")
    capacity = models.CharField(max_length=16, choices=AccessCapacity.choices())
    scope = models.CharField(max_length=12, choices=Scope.choices())
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    granted_by_system = models.CharField(max_length=80, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "access"
        constraints = [
            one_actor("granted_by"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, team__isnull=True, role="")
                | Q(user__isnull=True, team__isnull=False, role="")
                | (Q(user__isnull=True, team__isnull=True) & ~Q(role="")),
                name="access_user_team_or_role",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")),
                name="access_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "user", "capacity", "scope"],
                condition=Q(until_date=None, ended_at=None, user__isnull=False),
                name="one_open_access_a_user",
            ),
            models.UniqueConstraint(
                fields=["person", "team", "capacity", "scope"],
                condition=Q(until_date=None, ended_at=None, team__isnull=False),
                name="one_open_access_a_team",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "capacity", "scope"],
                condition=Q(until_date=None, ended_at=None) & ~Q(role=""),
                name="one_open_access_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.scope} of person {self.person_id}"


class ReadLog(models.Model):
    """That somebody opened one person's page, and why. The person can see it. Ids only."""

    person_id = models.BigIntegerField(db_index=True)
    user_id = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.read_at:%d %B %Y}"


class ListReading(models.Model):
    """That somebody read several people together, in a list or a file, and why. Ids and codes only.

    `kind` is a code that a room declares among its readings; `filters` are codes and numbers, never
    what was typed. `content_hash` is over all of it, so that the same list read again is known.
    """

    authority_id = models.BigIntegerField(db_index=True)
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    filters = models.JSONField(default=dict)
    people_count = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_at"]
        indexes = [models.Index(fields=["user_id", "read_at"], name="list_reading_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.read_at:%d %B %Y}"


class ListReadingPerson(models.Model):
    """That a person was among those whom a reading showed. It goes with its reading.

    Found by the person (who looked at me) by one index, and by the reading by the other.
    """

    reading = models.ForeignKey(ListReading, models.CASCADE, related_name="people", db_index=False)
    person_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "person_id"], name="one_person_a_reading")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in reading {self.reading_id}"
