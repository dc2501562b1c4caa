"""Accounts and transfers, append-only. One row is one balanced transfer of whole pence."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import Fund, PlanLine
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from payments.ledger.periods import LONGEST_REASON, MAY_CLOSE_PERIODS
from payments.ledger.rules import (
    CURRENCY_LENGTH,
    DIGEST_LENGTH,
    LONGEST_EXAMINATION,
    POUNDS,
    REFERENCE_LENGTH,
    SOURCE_LENGTH,
    SealForm,
)


class Account(models.Model):
    """An account in one council's books: a person's unallocated money, a card, a fund's share of a plan line.

    It holds the ids of a person, a plan line and a fund without database foreign keys, so that
    erasing a person leaves the books whole. What it is of never changes: another account is opened.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="ledger_accounts")
    kind = models.CharField(max_length=16)
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="ledger_accounts",
    )
    plan_line = models.ForeignKey(
        PlanLine,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="ledger_accounts",
    )
    fund = models.ForeignKey(
        Fund,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="ledger_accounts",
    )
    code = models.CharField(max_length=60, help_text="Unique in the council: card:12, line:7:3")
    currency = models.CharField(
        max_length=CURRENCY_LENGTH,
        default=POUNDS,
        db_default=POUNDS,
        help_text="What its amounts are in: pence for pounds, the smallest unit of any other.",
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "code"], name="one_account_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Transfer(models.Model):
    """Pence from one account to another. Never changed, never deleted: a correction is a reversal."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority_id = models.BigIntegerField(db_index=True)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits")
    amount_pence = models.BigIntegerField()
    code = models.CharField(max_length=24)
    effective_date = models.DateField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=SOURCE_LENGTH)
    reference = models.CharField(max_length=REFERENCE_LENGTH)
    leg = models.PositiveSmallIntegerField(default=0)
    group = models.UUIDField(db_index=True)
    group_total_pence = models.BigIntegerField()
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="transfer_positive"),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="transfer_between_two_accounts"
            ),
            models.UniqueConstraint(
                fields=["source", "reference", "leg"], name="transfer_posted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_pence} {self.code}"


class Seal(models.Model):
    """A hash over a range of one council's transfers, chained to its seal before: tampering shows.

    Without a council it is of the first chain, over the transfers of all councils, which is closed.
    """

    authority_id = models.BigIntegerField(null=True, blank=True)
    first_transfer_id = models.BigIntegerField()
    last_transfer_id = models.BigIntegerField(unique=True)
    form = models.PositiveSmallIntegerField(
        default=SealForm.TRANSFER, db_default=1, help_text="What it covers of each transfer."
    )
    digest = models.CharField(max_length=DIGEST_LENGTH)
    previous_digest = models.CharField(max_length=DIGEST_LENGTH)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority_id", "previous_digest"], name="one_seal_follows_a_seal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_transfer_id} to {self.last_transfer_id}"


class SealExamination(models.Model):
    """Somebody looked into a broken seal and says why it is broken. Nothing else changes.

    `found_digest` is over what was found in the seal's place: the seal counts as explained only
    while that is still there.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="examinations")
    found_digest = models.CharField(max_length=DIGEST_LENGTH)
    reason = models.CharField(max_length=LONGEST_EXAMINATION)
    examined_at = models.DateTimeField()
    examined_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    examined_by_system = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [one_actor("examined_by")]

    def __str__(self) -> str:
        return f"seal {self.seal_id}"


class PeriodCloseQuerySet(models.QuerySet["PeriodClose"]):
    def visible_to(self, viewer: Viewer) -> "PeriodCloseQuerySet":
        return self.filter(authority_id__in=viewer.councils_with(MAY_CLOSE_PERIODS))

    def standing(self) -> "PeriodCloseQuerySet":
        """Those that nobody has reopened."""
        return self.filter(reopening=None)


class PeriodClose(models.Model):
    """That a council's books are closed before a day. Never changed: reopening is a row of its own.

    Nothing is posted on an earlier day of the council while it stands.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    until = models.DateField(help_text="The first day after it, which is open.")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PeriodCloseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["authority", "until"], name="periods_by_day")]

    def __str__(self) -> str:
        return f"until {self.until}"

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)


class PeriodReopening(models.Model):
    """That a period was opened again, why, and by whom: never the one who closed it."""

    close = models.OneToOneField(PeriodClose, models.PROTECT, related_name="reopening")
    reason = models.CharField(max_length=LONGEST_REASON)
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"close {self.close_id}"


class ClosingBalance(models.Model):
    """What an account came to when a period was closed: debits less credits of all days before.

    An account without a row came to nothing.
    """

    close = models.ForeignKey(PeriodClose, models.PROTECT, related_name="balances")
    account = models.ForeignKey(Account, models.PROTECT, related_name="closing_balances")
    balance_pence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["close", "account"], name="one_balance_a_close")
        ]

    def __str__(self) -> str:
        return f"{self.balance_pence}"
