"""Matches of received lines to plan lines or funds, and the exceptions that need a person."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import Fund, PlanLine
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.cards.rules import LineState
from payments.reconciliation.models.findings import ABOUT_A_PERSON, ABOUT_AN_ACCOUNT, AboutMoney
from payments.reconciliation.rules.explanations import (
    LONGEST_EXPLANATION,
    LONGEST_MATCH_REASON,
    LONGEST_REASON,
    LONGEST_WORDS,
)
from payments.reconciliation.rules.states import UNRESOLVED, ExceptionState, MatchState
from payments.reconciliation.rules.values import Tier


class MatchQuerySet(models.QuerySet["Match"]):
    def active(self) -> "MatchQuerySet":
        return self.filter(state=MatchState.ACTIVE)

    def visible_to(self, viewer: Viewer) -> "MatchQuerySet":
        return self.filter(line__account__in=MoneyAccount.objects.visible_to(viewer))


class Match(models.Model):
    """That a line is this spending or that income, why in plain words, and who said so."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    line = models.ForeignKey(ReceivedLine, models.PROTECT, related_name="matches")
    state = models.CharField(max_length=8, default=MatchState.ACTIVE, choices=MatchState.choices())
    tier = models.CharField(max_length=4, choices=Tier.choices())
    rule_version = models.CharField(max_length=12)
    reason = models.CharField(max_length=LONGEST_MATCH_REASON)
    features = models.JSONField(
        default=dict,
        help_text="What was measured and the alternatives, as ids and counts.",
    )
    group = models.UUIDField(default=uuid.uuid4, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_by_system = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_by_system = models.CharField(max_length=80, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(state="active"), name="one_active_match_a_line"
            ),
            models.CheckConstraint(
                condition=Q(state="active", undone_at__isnull=True)
                | Q(state="undone", undone_at__isnull=False),
                name="match_undone_at_only_when_undone",
            ),
            one_actor("made_by"),
            one_actor("undone_by", when="undone_at"),
        ]

    def __str__(self) -> str:
        return self.reason


class MatchPart(models.Model):
    """How much of a line one fund pays, for one plan line if any, in pence, always positive."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="parts")
    plan_line = models.ForeignKey(
        PlanLine, models.PROTECT, null=True, blank=True, related_name="match_parts"
    )
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="match_parts")
    amount_pence = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="part_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_pence}"


class ExceptionQuerySet(models.QuerySet["MoneyException"]):
    def visible_to(self, viewer: Viewer) -> "ExceptionQuerySet":
        """What is asked about what is shown; of a statement that was taken back, nothing is."""
        people = Person.objects.visible_to(viewer, scope=Scope.MONEY)
        return self.filter(person__in=people).exclude(line__state=LineState.WITHDRAWN)

    def open(self) -> "ExceptionQuerySet":
        """Not done, for information or for somebody to work on."""
        return self.exclude(state=ExceptionState.RESOLVED)

    def waiting(self) -> "ExceptionQuerySet":
        """Work for somebody."""
        return self.filter(state__in=UNRESOLVED)


class MoneyException(AboutMoney):
    """A line, an account or a person's money that needs a person: which rule, what we think, what came of it.

    A line has at most one that is open, whatever was found about it; an account and a person one for each rule.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(
        ReceivedLine, models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    rule = models.CharField(max_length=20, help_text="The code of its rule of exceptions.")
    state = models.CharField(
        max_length=10, default=ExceptionState.OPEN, choices=ExceptionState.choices()
    )
    reason = models.CharField(max_length=LONGEST_REASON)
    suggestion = models.JSONField(
        default=dict, help_text="What it may be and why, measures and alternatives."
    )
    question = models.CharField(max_length=LONGEST_WORDS, blank=True)
    explanation = models.CharField(max_length=LONGEST_EXPLANATION, blank=True)
    explained_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=LONGEST_WORDS, blank=True)
    raised_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_by_system = models.CharField(max_length=80, blank=True)

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=~Q(state="resolved"), name="one_open_exception_a_line"
            ),
            models.UniqueConstraint(
                fields=["account", "rule"],
                condition=~Q(state="resolved") & ABOUT_AN_ACCOUNT,
                name="one_open_exception_an_account_and_rule",
            ),
            models.UniqueConstraint(
                fields=["person", "rule"],
                condition=~Q(state="resolved") & ABOUT_A_PERSON,
                name="one_open_exception_a_person_and_rule",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(account__isnull=False),
                name="exception_about_a_line_names_its_account",
            ),
            models.CheckConstraint(
                condition=(~Q(state="resolved") & Q(resolved_at__isnull=True))
                | Q(state="resolved", resolved_at__isnull=False),
                name="exception_resolved_at_only_when_resolved",
            ),
            one_actor("resolved_by", when="resolved_at"),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def is_question(self) -> bool:
        """Whether no match is looked for: it is about no payment, or about one that is matched."""
        return self.line_id is None or not self.suggestion

    @property
    def why(self) -> str:
        """Why it would be what is suggested; the reason for needing a person where nothing is."""
        return str(self.suggestion.get("why") or self.reason)
