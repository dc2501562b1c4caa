"""The person, and who may see them."""

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, Team, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.core.dates import london_date, midnight
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
    user = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person_records",
        related_query_name="person_record",
    )
    name = models.CharField(max_length=120)
    date_of_birth = models.DateField(null=True, blank=True)
    town = models.CharField(max_length=80, blank=True)
    home = models.CharField(max_length=120, blank=True, help_text="Lives alone, with family…")
    contact_wish = models.CharField(max_length=200, help_text="How to reach them, in their words.")
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
            models.UniqueConstraint(
                fields=["authority", "user"], name="one_record_a_user_in_a_council"
            ),
            # What is frozen may go when its person is erased, so nobody is erased in name only.
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    erased_at__isnull=False,
                    user__isnull=True,
                    name="",
                    date_of_birth__isnull=True,
                    town="",
                    home="",
                    contact_wish="",
                    case_reference="",
                ),
                name="person_erased_is_blank",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def age(self, on: date) -> int | None:
        """Whole years on a day; None where the date of birth is not known, or not kept any more."""
        born = self.date_of_birth
        if born is None:
            return None
        birthday_passed = (on.month, on.day) >= (born.month, born.day)
        return on.year - born.year - (0 if birthday_passed else 1)


class AccessQuerySet(models.QuerySet["Access"]):
    def current(self, on: date) -> "AccessQuerySet":
        """Those that hold on a day and were not ended on it."""
        tomorrow = midnight(on + timedelta(1))
        return self._begun_by(on).filter(Q(ended_at=None) | Q(ended_at__gte=tomorrow))

    def current_at(self, at: datetime) -> "AccessQuerySet":
        """Those that hold at an instant: what was ended sees nothing from that minute."""
        return self._begun_by(london_date(at)).filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def _begun_by(self, on: date) -> "AccessQuerySet":
        return self.filter(from_date__lte=on).filter(Q(until_date=None) | Q(until_date__gt=on))

    def not_ended(self) -> "AccessQuerySet":
        """Those that nobody ended before their time, today's and later ones."""
        return self.filter(ended_at=None)

    def held_by(self, viewer: Viewer) -> "AccessQuerySet":
        """The viewer's own rows, their teams', and those for everybody of a role, in this council.

        What was given for a work counts while its role is held. Whoever acts for somebody sees what
        they see as that, of that person alone.
        """
        if viewer.user_id is None:
            return self.none()
        if viewer.acting_as is not None:
            spoken_for = self.filter(person=viewer.acting_as, user=viewer.user_id)
            return spoken_for.filter(
                capacity=AccessCapacity.REPRESENTATIVE, person__authority_id=viewer.council_id
            )
        ended = [capacity for capacity, role in ROLE_OF.items() if role not in viewer.roles]
        held = Q(user=viewer.user_id) | Q(team__in=viewer.teams) | Q(role__in=viewer.roles)
        here = self.filter(held, person__authority_id=viewer.council_id)
        return here.exclude(capacity__in=ended)


class Access(models.Model):
    """Who may see how much of a person, from when until when, and who said so.

    A user, the members of a team, or everybody who holds a role in the council. `until_date` is a day
    that was set ahead; `ended_at` is the instant from which it is no more. A row that a relationship
    gives ends with it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="access")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="access")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="access")
    role = models.CharField(max_length=20, blank=True, help_text="All who hold it here.")
    relationship = models.ForeignKey(
        "Relationship", models.PROTECT, null=True, blank=True, related_name="access"
    )
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
                condition=Q(
                    until_date=None, ended_at=None, user__isnull=False, relationship__isnull=True
                ),
                name="one_open_access_a_user",
            ),
            models.UniqueConstraint(
                fields=["relationship", "scope"],
                condition=Q(until_date=None, ended_at=None, relationship__isnull=False),
                name="one_open_access_a_relationship",
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
