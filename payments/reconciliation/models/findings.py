"""What rules found: about a line, about an account, or about a person's money as a whole."""

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.reconciliation.rules.exception_rule import FindingKind
from payments.reconciliation.rules.explanations import LONGEST_REASON
from payments.reconciliation.rules.states import FindingState

#: A line is of an account, and an account of a person: the narrowest that is named is the subject.
ABOUT_AN_ACCOUNT = Q(line__isnull=True, account__isnull=False)
ABOUT_A_PERSON = Q(account__isnull=True)


class AboutMoney(models.Model):
    """Something about a received line, else about an account, else about a person's money."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    account = models.ForeignKey(
        MoneyAccount, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class FindingQuerySet(models.QuerySet["MoneyFinding"]):
    def standing(self) -> "FindingQuerySet":
        """What is so and waits for nobody's decision any more or still."""
        return self.filter(state=FindingState.STANDING)

    def so(self) -> "FindingQuerySet":
        """What is so, decided or not."""
        return self.exclude(state=FindingState.ENDED)

    def visible_to(self, viewer: Viewer) -> "FindingQuerySet":
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.MONEY))


class MoneyFinding(AboutMoney):
    """What one rule says of one subject, since when, and whether it is still so.

    The sentence is kept as it was said; `facts` are the numbers and days that it rests on.
    """

    line = models.ForeignKey(
        ReceivedLine, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    rule = models.CharField(max_length=20, help_text="The code of its rule of exceptions.")
    kind = models.CharField(max_length=11, choices=FindingKind.choices())
    sentence = models.CharField(max_length=LONGEST_REASON)
    facts = models.JSONField(default=dict, blank=True, help_text="Days and pence by name.")
    state = models.CharField(
        max_length=8, default=FindingState.STANDING, choices=FindingState.choices()
    )
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "rule"],
                condition=~Q(state="ended"),
                name="one_finding_a_line_and_rule",
            ),
            models.UniqueConstraint(
                fields=["account", "rule"],
                condition=~Q(state="ended") & ABOUT_AN_ACCOUNT,
                name="one_finding_an_account_and_rule",
            ),
            models.UniqueConstraint(
                fields=["person", "rule"],
                condition=~Q(state="ended") & ABOUT_A_PERSON,
                name="one_finding_a_person_and_rule",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(account__isnull=False),
                name="finding_about_a_line_names_its_account",
            ),
            models.CheckConstraint(
                condition=(~Q(state="ended") & Q(ended_at__isnull=True))
                | Q(state="ended", ended_at__isnull=False),
                name="finding_ended_at_only_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
