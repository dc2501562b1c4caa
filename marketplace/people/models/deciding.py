"""What was found of how somebody could decide one thing on one day. Rows, never a label."""

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.people.models.person import Person
from marketplace.people.rules import (
    LINE,
    NAME_LENGTH,
    WHY_LENGTH,
    CapacityOutcome,
    DecisionAbout,
)


class CapacityFinding(models.Model):
    """One decision, one day: could decide, could with help, could not; who found it and why."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="findings")
    about = models.CharField(max_length=10, choices=DecisionAbout.choices())
    question = models.CharField(max_length=LINE, help_text="The decision, in words.")
    finding = models.CharField(max_length=10, choices=CapacityOutcome.choices())
    day = models.DateField()
    found_by = models.CharField(max_length=NAME_LENGTH, blank=True)
    help_given = models.TextField(max_length=WHY_LENGTH, blank=True)
    why = models.TextField(max_length=WHY_LENGTH, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(finding="lacks") | (~Q(found_by="") & ~Q(why="")),
                name="finding_says_by_whom_and_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.about} of person {self.person_id}"
