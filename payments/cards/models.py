"""Cards and bank accounts, what was received about them, and how it was received."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PaymentAgreement
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.cards.rules import (
    CATEGORY_LENGTH,
    CURRENCY_LENGTH,
    DESCRIPTION_LENGTH,
    EVENT_ORDER_LENGTH,
    FILE_NAME_LENGTH,
    IDENTITY_LENGTH,
    LAST_DIGITS,
    MAY_IMPORT_MONEY,
    PAYEE_LENGTH,
    POUNDS,
    REFERENCE_LENGTH,
    SHA256_LENGTH,
    AccountProvider,
    EventState,
    EventSubject,
    HoldState,
    LineState,
    MoneyAccountKind,
    UploadState,
    event_subject,
)
from payments.gateway.contract import LONGEST_WORD
from payments.ledger.models import Account


class MoneyAccountQuerySet(models.QuerySet["MoneyAccount"]):
    def visible_to(self, viewer: Viewer) -> "MoneyAccountQuerySet":
        """Accounts of people whose money the user may see, in councils where that is their work."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.MONEY))


class MoneyAccount(models.Model):
    """A person's pre-paid card or bank account for their direct payment."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="money_accounts")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="money_accounts")
    kind = models.CharField(max_length=4, choices=MoneyAccountKind.choices())
    last4 = models.CharField(max_length=LAST_DIGITS)
    currency = models.CharField(max_length=CURRENCY_LENGTH, default=POUNDS)
    provider = models.CharField(max_length=10, choices=AccountProvider.choices())
    provider_reference = models.CharField(max_length=LONGEST_WORD, blank=True)
    ledger_account = models.OneToOneField(Account, models.PROTECT, related_name="money_account")
    csv_mapping = models.JSONField(
        default=dict, blank=True, help_text="The columns of this account's CSV statements."
    )
    available_pence = models.BigIntegerField(
        default=0, help_text="Ledger balance less holds, changed with each posting."
    )
    opened_at = models.DateTimeField()

    objects = MoneyAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_reference"],
                condition=~Q(provider_reference=""),
                name="one_account_a_provider_reference",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ending {self.last4}"


class AccountAgreement(models.Model):
    """That a payment agreement pays into an account; several may pay into one."""

    account = models.ForeignKey(MoneyAccount, models.CASCADE, related_name="agreements")
    agreement = models.OneToOneField(
        PaymentAgreement, models.PROTECT, related_name="account_agreement"
    )
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"agreement {self.agreement_id} into account {self.account_id}"


class StatementImportQuerySet(models.QuerySet["StatementImport"]):
    def visible_to(self, viewer: Viewer) -> "StatementImportQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))


class StatementImport(models.Model):
    """One file brought in: which, how, when, and what came of it. Unfinished until finished_at."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=FILE_NAME_LENGTH)
    sha256 = models.CharField(max_length=SHA256_LENGTH)
    format = models.CharField(max_length=10)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    other_currency = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="Refused lines: position, code and facts.")
    notes = models.JSONField(default=list, help_text="About the file as a whole: code and facts.")
    first_date = models.DateField(null=True, blank=True)
    last_date = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    imported_by_system = models.CharField(max_length=80, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = StatementImportQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [one_actor("imported_by")]
        indexes = [models.Index(fields=["account", "sha256"], name="imports_by_file")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def done(self) -> int:
        """Payments of the file that are recorded or were here already: where a reading goes on."""
        return self.created + self.changed + self.unchanged

    @property
    def is_being_read(self) -> bool:
        """Whether the worker has the rest of it in hand. Load it with its upload."""
        upload = getattr(self, "upload", None)
        return upload is not None and upload.state == UploadState.READING


class StatementUploadQuerySet(models.QuerySet["StatementUpload"]):
    def visible_to(self, viewer: Viewer) -> "StatementUploadQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))

    def unfinished(self) -> "StatementUploadQuerySet":
        return self.exclude(state__in=[UploadState.READ, UploadState.DISCARDED])


class StatementUpload(models.Model):
    """A statement file that somebody sent, from the upload until the worker has read it.

    The file lies in private storage under the public id, and goes when it is read or discarded.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="uploads")
    file_name = models.CharField(max_length=FILE_NAME_LENGTH)
    sha256 = models.CharField(max_length=SHA256_LENGTH)
    format = models.CharField(max_length=10)
    about_rows = models.PositiveIntegerField(default=0, help_text="Counted without reading.")
    csv_mapping = models.JSONField(default=dict, blank=True, help_text="The columns to read it by.")
    state = models.CharField(max_length=10, choices=UploadState.choices())
    changed_at = models.DateTimeField(help_text="When it came into its state.")
    tries = models.PositiveSmallIntegerField(
        default=0, help_text="Readings begun since a payment of it was last recorded."
    )
    problems = models.JSONField(
        default=list, blank=True, help_text="Why it cannot be read: code and facts."
    )
    statement_import = models.OneToOneField(
        StatementImport, models.PROTECT, null=True, blank=True, related_name="upload"
    )
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = StatementUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"],
                condition=Q(state=UploadState.READING.value),
                name="one_reading_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ReceivedLineQuerySet(models.QuerySet["ReceivedLine"]):
    def visible_to(self, viewer: Viewer) -> "ReceivedLineQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))


class ReceivedLine(models.Model):
    """One transaction as the bank or the card gives it. Money out is negative."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="lines")
    statement_import = models.ForeignKey(
        StatementImport, models.PROTECT, null=True, blank=True, related_name="lines"
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
    state = models.CharField(max_length=16, choices=LineState.choices())
    received_at = models.DateTimeField()

    objects = ReceivedLineQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "identity"], name="one_line_an_identity")
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


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    def visible_to(self, viewer: Viewer) -> "AuthorisationQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))


class Authorisation(models.Model):
    """A card hold as the newest event shows it, whatever order events came in."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="authorisations")
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


class WebhookEventQuerySet(models.QuerySet["WebhookEvent"]):
    def visible_to(self, viewer: Viewer) -> "WebhookEventQuerySet":
        """Finance officers see their council's events, and those that belong to no account yet."""
        councils = viewer.councils_with(MAY_IMPORT_MONEY)
        return self.filter(authority_id__in=councils)


class WebhookEvent(models.Model):
    """One signed delivery, stored raw before anything is done with it."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    provider = models.CharField(max_length=10)
    provider_account = models.CharField(max_length=LONGEST_WORD)
    event_id = models.CharField(max_length=120)
    event_type = models.CharField(max_length=LONGEST_WORD)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=EventState.RECEIVED.value, choices=EventState.choices()
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problems = models.JSONField(
        default=list, blank=True, help_text="Why it is parked: code and facts."
    )
    processed_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "provider", "provider_account", "event_id"],
                name="one_event_a_council",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.event_id}"

    @property
    def subject(self) -> EventSubject:
        return event_subject(self.event_type)
