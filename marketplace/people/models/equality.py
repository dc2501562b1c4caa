"""What somebody answered to the questions that everybody is asked."""

from django.db import models

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.people.models.person import Person
from marketplace.people.rules import EqualityQuestion, Scope, answer_choices


class EqualityAnswerQuerySet(models.QuerySet["EqualityAnswer"]):
    def visible_to(self, viewer: Viewer) -> "EqualityAnswerQuerySet":
        """Of people whose answers the viewer sees: a scope that no other brings with it."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.EQUALITY))


class EqualityAnswer(models.Model):
    """A person's answer to one question, and the day. One that is changed or taken back is not kept:

    nothing is decided by it, so nobody needs to know what it was before.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="equality_answers")
    question = models.CharField(max_length=12, choices=EqualityQuestion.choices())
    answer = models.CharField(max_length=20, choices=answer_choices())
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = EqualityAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "question"], name="one_equality_answer")
        ]

    def __str__(self) -> str:
        return f"{self.question} of person {self.person_id}"
