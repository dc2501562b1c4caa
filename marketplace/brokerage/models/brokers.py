"""Who was given to a person as their broker, from when until when, and who chose."""

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.rules import LINE_LENGTH, WhoChose
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class BrokerQuerySet(models.QuerySet["BrokerAllocation"]):
    def visible_to(self, viewer: Viewer) -> "BrokerQuerySet":
        """Of people whose plan the viewer may see today."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.PLAN))


class BrokerAllocation(models.Model):
    """That a broker plans with a person. What the broker may see is said by Access, which it grants."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="broker_allocations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="broker_allocations")
    broker = models.ForeignKey(User, models.PROTECT, related_name="+")
    chosen = models.CharField(max_length=7, choices=WhoChose.choices())
    said_by = models.CharField(
        max_length=LINE_LENGTH, blank=True, help_text="Who said that the person chose so."
    )
    said_date = models.DateField(null=True, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_system = models.CharField(max_length=80, blank=True)

    objects = BrokerQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date", "-pk"]
        constraints = [
            one_actor("recorded_by"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_date=None), name="one_broker_a_person"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="broker_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(chosen=WhoChose.COUNCIL, said_by="", said_date=None)
                | Q(chosen=WhoChose.PERSON, said_date__isnull=False) & ~Q(said_by=""),
                name="own_choice_of_broker_was_said",
            ),
        ]

    def __str__(self) -> str:
        return f"broker {self.broker_id} of person {self.person_id}"
