"""What happened in somebody's case: asked, assessed, decided, served, reviewed."""

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import User
from marketplace.people.models.person import Person
from marketplace.people.rules import EventKind, EventResult, EventRoute


class PersonEvent(models.Model):
    """One step of a case, its days (the last one included), the way it came and what came of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=14, choices=EventKind.choices())
    first_day = models.DateField()
    last_day = models.DateField()
    route = models.CharField(max_length=12, blank=True, choices=EventRoute.choices())
    result = models.CharField(max_length=12, choices=EventResult.choices())
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="request") | ~Q(route=""), name="request_has_its_route"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"
