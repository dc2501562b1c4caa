"""How closely a person's payments are checked, since when, by whose decision and why."""

from django.db import models

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.reconciliation.rules.asking import Monitoring
from payments.reconciliation.rules.explanations import LONGEST_WORDS


class MonitoringDecisionQuerySet(models.QuerySet["MonitoringDecision"]):
    def visible_to(self, viewer: Viewer) -> "MonitoringDecisionQuerySet":
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.MONEY))


class MonitoringDecision(models.Model):
    """From a day, until another row of the person says otherwise. Without any, checks are usual."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="monitoring_decisions")
    level = models.CharField(max_length=5, choices=Monitoring.choices())
    reason = models.CharField(max_length=LONGEST_WORDS)
    from_date = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = MonitoringDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date", "-pk"]

    def __str__(self) -> str:
        return f"{self.level} from {self.from_date}"
