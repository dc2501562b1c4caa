"""What the bank or the card said of money that moved, or that a shop holds."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from payments.cards.models.accounts import Card, MoneyAccount
from payments.cards.models.statements import StatementImport
from payments.cards.rules import (
    CATEGORY_LENGTH,
    CURRENCY_LENGTH,
    DESCRIPTION_LENGTH,
    EVENT_ORDER_LENGTH,
    IDENTITY_LENGTH,
    PAYEE_LENGTH,
    REFERENCE_LENGTH,
    HoldState,
    LineState,
)
from payments.gateway.contract import LONGEST_WORD


class ReceivedLineQuerySet(models.QuerySet["ReceivedLine"]):
    def visible_to(self, viewer: Viewer) -> "ReceivedLineQuerySet":
        """What is shown of these accounts: nothing of a statement that was taken back."""
        return self.live().filter(account__in=MoneyAccount.objects.visible_to(viewer))

    def live(self) -> "ReceivedLineQuerySet":
        return self.exclude(state=LineState.WITHDRAWN)


class ReceivedLine(models.Model):
    """One transaction as the bank or the card gives it. Money out is negative."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="lines")
    statement_import = models.ForeignKey(
        StatementImport, models.PROTECT, null=True, blank=True, related_name="lines"
    )
    shared_line = models.ForeignKey(
        "cards.SharedLine",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The payment of a shared account of which this is the person's part.",
    )
    identity = models.CharField(
        max_length=IDENTITY_LENGTH,
        help_text="The bank's id with amount and date, or a fingerprint and ordinal.",
    )
    pending_identity = models.CharField(
        max_length=IDENTITY_LENGTH,
        blank=True,
        help_text="Its identity while it was pending, if it ever was.",
    )
    booked_date = models.DateField()
    amount_pence = models.BigIntegerField(help_text="Minor units of its own currency, signed.")
    currency = models.CharField(max_length=CURRENCY_LENGTH)
    payee = models.CharField(max_length=PAYEE_LENGTH)
    description = models.CharField(max_length=DESCRIPTION_LENGTH, blank=True)
    provider_reference = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    authorisation_reference = models.CharField(
        max_length=LONGEST_WORD,
        blank=True,
        help_text="The hold it says it came from; may be wrong or none.",
    )
    mcc = models.CharField(max_length=CATEGORY_LENGTH, blank=True)
    former_identities = models.JSONField(
        default=list,
        blank=True,
        help_text="What its identity was in files that worded it otherwise.",
    )
    balance_pence = models.BigIntegerField(
        null=True, blank=True, help_text="What the account held after it, where the file says so."
    )
    is_reversal = models.BooleanField(
        default=False, help_text="The bank marks it as taking back an earlier payment."
    )
    raw_rows = models.JSONField(
        default=list,
        blank=True,
        help_text="The row of the file, and each row that worded it otherwise later.",
    )
    state = models.CharField(max_length=16, choices=LineState.choices())
    received_at = models.DateTimeField()

    objects = ReceivedLineQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "identity"],
                condition=~Q(state=LineState.WITHDRAWN.value),
                name="one_live_line_an_identity",
            )
        ]
        indexes = [
            models.Index(fields=["account", "booked_date"], name="lines_by_day"),
            models.Index(
                fields=["account", "pending_identity"],
                condition=~Q(pending_identity=""),
                name="lines_once_pending",
            ),
            models.Index(
                fields=["authorisation_reference"],
                condition=~Q(authorisation_reference=""),
                name="lines_by_authorisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_date} {self.amount_pence} {self.currency}"


class LineShown(models.Model):
    """That another statement than the one a line stands for shows it too.

    A line stands for the statement that booked it; where that is taken back, it stays for one of these.
    `pending` says how it looked in one that only announced it, and is empty where it is booked.
    """

    line = models.ForeignKey(ReceivedLine, models.CASCADE, related_name="shown_in")
    statement_import = models.ForeignKey(
        StatementImport, models.CASCADE, related_name="lines_shown"
    )
    pending = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "statement_import"], name="shown_once_a_statement"
            )
        ]

    def __str__(self) -> str:
        return f"line {self.line_id} in statement {self.statement_import_id}"


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    def visible_to(self, viewer: Viewer) -> "AuthorisationQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))


class Authorisation(models.Model):
    """A card hold as the newest event shows it, whatever order events came in."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="authorisations")
    card = models.ForeignKey(
        Card,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="authorisations",
        help_text="The card that was used, which may have ended since.",
    )
    provider_reference = models.CharField(max_length=LONGEST_WORD, unique=True)
    amount_pence = models.BigIntegerField(help_text="What the newest event says is authorised.")
    held_pence = models.BigIntegerField(default=0, help_text="What is still held of it.")
    currency = models.CharField(max_length=CURRENCY_LENGTH)
    payee = models.CharField(max_length=PAYEE_LENGTH)
    mcc = models.CharField(max_length=CATEGORY_LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=HoldState.choices())
    newest_event = models.CharField(
        max_length=EVENT_ORDER_LENGTH,
        help_text="Sorts by the processor's clock, so the newest event wins.",
    )
    authorised_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held_pence__gte=0), name="hold_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.provider_reference} {self.state}"
