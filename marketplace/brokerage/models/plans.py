"""The support plan, its seven answers, its outcomes, and what managers decided on it."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.rules import (
    EDITABLE,
    LEAST_SCORE,
    MOST_SCORE,
    OPEN,
    OUTCOME_LENGTH,
    SEVEN_QUESTIONS,
    BudgetKind,
    Decision,
    PlanDays,
    PlanEnd,
    PlanState,
)
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.vocabulary.models import OutcomeTerm


class PlanQuerySet(models.QuerySet["SupportPlan"]):
    def visible_to(self, viewer: Viewer) -> "PlanQuerySet":
        """Plans of people whose plan the user may see today."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.PLAN))

    def open(self) -> "PlanQuerySet":
        """Still being worked on."""
        return self.filter(state__in=OPEN)

    def editable(self) -> "PlanQuerySet":
        """What is in it may be changed."""
        return self.filter(state__in=EDITABLE)

    def approved(self) -> "PlanQuerySet":
        """Approved once, and holding for at least a day: ended ones too."""
        return self.filter(approved_at__isnull=False).exclude(until_date=F("from_date"))

    def not_over(self, on: date) -> "PlanQuerySet":
        """Approved, and holding on a day or later."""
        return self.approved().filter(Q(until_date=None) | Q(until_date__gt=on))

    def in_force(self, on: date) -> "PlanQuerySet":
        """Approved, and holding on a day."""
        return self.not_over(on).filter(from_date__lte=on)

    def ended(self) -> "PlanQuerySet":
        """Ended for a reason, also those whose last day is to come; what held last at the end."""
        return self.filter(state=PlanState.ENDED).order_by("until_date", "pk")

    def waiting(self) -> "PlanQuerySet":
        return self.filter(state=PlanState.SUBMITTED).order_by("submitted_at", "pk")


class SupportPlan(models.Model):
    """Outcomes and items made with a person, for days of its own. Approval freezes what is in it.

    Those of a kind follow one another; one may be approved ahead beside the one in force.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=8, default=BudgetKind.CARE, choices=BudgetKind.choices())
    from_date = models.DateField(null=True, blank=True, help_text="Its first day, once it is sent.")
    until_date = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=16, blank=True, choices=PlanEnd.choices())
    author = models.ForeignKey(User, models.PROTECT, related_name="plans_written")
    state = models.CharField(max_length=12, default=PlanState.DRAFT, choices=PlanState.choices())
    version = models.PositiveIntegerField(default=1)
    content_version = models.PositiveIntegerField(
        default=1, help_text="Of what is in it: it moves with each change, not with each state."
    )
    due_date = models.DateField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    person_agreed_date = models.DateField(
        null=True, blank=True, help_text="The day the person said “this is my plan”."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    weekly_pence = models.PositiveBigIntegerField(
        default=0, help_text="The whole plan's cost a week, frozen when it was approved."
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_open_plan_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="plan_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(from_date__isnull=False),
                name="plan_approved_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.ENDED) & ~Q(end_reason="") & Q(until_date__isnull=False)
                | ~Q(state=PlanState.ENDED) & Q(end_reason=""),
                name="plan_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="plan_submitted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="plan_approved_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("author")) & ~Q(approved_by=F("submitted_by"))),
                name="plan_not_approved_by_its_writers",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), approved_at__isnull=True)
                | (~Q(state__in=sorted(OPEN)) & Q(approved_at__isnull=False)),
                name="plan_approved_only_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(submitted_at__isnull=False),
                name="plan_past_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(person_agreed_date__isnull=False),
                name="plan_submitted_as_the_persons_own",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan {self.version} for person {self.person_id}"

    def days(self, on: date) -> PlanDays:
        """For which days it holds, read on a day."""
        reason = PlanEnd(self.end_reason) if self.end_reason else None
        return PlanDays(PlanState(self.state), self.from_date, self.until_date, reason, on)

    @property
    def writer_ids(self) -> frozenset[int]:
        """Who wrote anything of it or sent it; none of them decides it."""
        return self.writer_ids_with(self.submitted_by_id)

    def writer_ids_with(self, sender_id: int | None) -> frozenset[int]:
        """Who wrote anything of it, and who sent it or is about to. One query, unless the writers are loaded."""
        wrote = (writer.user_id for writer in self.writers.all())
        return frozenset(pk for pk in (self.author_id, sender_id, *wrote) if pk is not None)


class PlanWriter(models.Model):
    """Somebody who changed what is in a plan, beside whoever began it: none of them decides it."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="writers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "user"], name="one_writer_a_plan"),
        ]

    def __str__(self) -> str:
        return f"User {self.user_id} wrote in plan {self.plan_id}"


class PlanAnswer(models.Model):
    """The plan's answer to one of the seven questions."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="answers")
    question = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "question"], name="one_answer_a_question"),
            models.CheckConstraint(
                condition=Q(question__gte=min(SEVEN_QUESTIONS), question__lte=max(SEVEN_QUESTIONS)),
                name="seven_questions",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.question}"


class Outcome(models.Model):
    """What the person wants, in their own words; now and aim are out of five."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=OUTCOME_LENGTH)
    term = models.ForeignKey(
        OutcomeTerm,
        models.PROTECT,
        related_name="outcomes",
        help_text="Which outcome of a framework of the council this is.",
    )
    baseline = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    baseline__gte=LEAST_SCORE,
                    baseline__lte=MOST_SCORE,
                    target__gte=LEAST_SCORE,
                    target__lte=MOST_SCORE,
                ),
                name="outcome_one_to_five",
            )
        ]

    def __str__(self) -> str:
        return self.words


class PlanDecision(models.Model):
    """What an approving manager decided on one submission, and why. Kept for every round."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=8, choices=Decision.choices())
    reasons = models.TextField(blank=True)
    verdicts = models.JSONField(
        default=dict, help_text="Per question number: met, or what is missing."
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="approved") | ~Q(reasons=""), name="return_needs_reasons"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.decided_at:%d %B %Y}"
