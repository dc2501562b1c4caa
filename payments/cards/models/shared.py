"""A bank account that a holder keeps for several people, and its payments until we know whose each is."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import AccountHolder
from payments.cards.rules import (
    CATEGORY_LENGTH,
    CURRENCY_LENGTH,
    DESCRIPTION_LENGTH,
    FILE_NAME_LENGTH,
    IDENTITY_LENGTH,
    LAST_DIGITS,
    MAY_IMPORT_MONEY,
    PAYEE_LENGTH,
    POUNDS,
    REASON_LENGTH,
    REFERENCE_LENGTH,
    SharedLineState,
)


class SharedAccountQuerySet(models.QuerySet["SharedAccount"]):
    def visible_to(self, viewer: Viewer) -> "SharedAccountQuerySet":
        """Those of the council, for its finance team. Whose people they are is seen by each person."""
        return self.filter(authority__in=viewer.councils_with(MAY_IMPORT_MONEY))


class SharedAccount(models.Model):
    """One bank account with the direct payments of several people. Each person's share of it is a
    money account of their own, so the ledger never has two people's money in one account."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="shared_accounts")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder = models.ForeignKey(AccountHolder, models.PROTECT, related_name="shared_accounts")
    bank_last4 = models.CharField(max_length=LAST_DIGITS)
    currency = models.CharField(max_length=CURRENCY_LENGTH, default=POUNDS)
    opened_at = models.DateTimeField()

    objects = SharedAccountQuerySet.as_manager()

    class Meta:
        ordering = ["holder__name", "bank_last4"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "bank_last4"], name="one_shared_account_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"shared account ending {self.bank_last4}"


class SharedLineQuerySet(models.QuerySet["SharedLine"]):
    def visible_to(self, viewer: Viewer) -> "SharedLineQuerySet":
        return self.filter(account__in=SharedAccount.objects.visible_to(viewer))

    def waiting(self) -> "SharedLineQuerySet":
        """Nobody has said yet whose they are."""
        return self.filter(state=SharedLineState.WAITING)


class SharedLine(models.Model):
    """One booked payment of a shared account. It posts nothing: what is posted is each person's part
    of it, a received line of their own. Money out is negative."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(SharedAccount, models.PROTECT, related_name="lines")
    identity = models.CharField(
        max_length=IDENTITY_LENGTH,
        help_text="The bank's id with amount and date, or a fingerprint and ordinal.",
    )
    booked_date = models.DateField()
    amount_pence = models.BigIntegerField(help_text="Signed, and never 0.")
    payee = models.CharField(max_length=PAYEE_LENGTH)
    description = models.CharField(max_length=DESCRIPTION_LENGTH, blank=True)
    provider_reference = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    mcc = models.CharField(max_length=CATEGORY_LENGTH, blank=True)
    balance_pence = models.BigIntegerField(null=True, blank=True)
    is_reversal = models.BooleanField(default=False)
    raw_row = models.TextField(blank=True, help_text="The row of the file.")
    file_name = models.CharField(max_length=FILE_NAME_LENGTH)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=SharedLineState.choices())
    changed_at = models.DateTimeField(help_text="When it came into its state.")
    why = models.CharField(
        max_length=REASON_LENGTH, blank=True, help_text="Why it was set aside, and is nobody's."
    )

    objects = SharedLineQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "identity"], name="one_shared_line_a_row"),
            models.CheckConstraint(
                condition=~Q(amount_pence=0), name="shared_line_moves_something"
            ),
            models.CheckConstraint(
                condition=Q(state=SharedLineState.SET_ASIDE.value) & ~Q(why="")
                | ~Q(state=SharedLineState.SET_ASIDE.value) & Q(why=""),
                name="shared_line_set_aside_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["account", "state"], name="shared_lines_by_state")]

    def __str__(self) -> str:
        return f"{self.booked_date} {self.amount_pence}"

    @property
    def size_pence(self) -> int:
        """Whichever way it goes."""
        return abs(self.amount_pence)
